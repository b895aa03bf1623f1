package dev.tandem.cli.commands;

import dev.tandem.backup.Id;
import dev.tandem.backup.IndexRepair;
import dev.tandem.backup.PackRepair;
import dev.tandem.backup.Recovery;
import dev.tandem.backup.Repairs;
import dev.tandem.backup.Repository;
import dev.tandem.job.JobMonitor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Repairs that remember what they were asked. */
final class FakeRepairs implements Repairs {
    final List<String> asked = new ArrayList<>();
    final List<Id> lost = new ArrayList<>();
    boolean nothingLoose;

    @Override
    public IndexRepair index(boolean readAllPacks, JobMonitor monitor) {
        asked.add("index " + readAllPacks);
        return new IndexRepair(5, 2, List.of(FakeRepository.id(1)), List.of(FakeRepository.id(2)), 1, 3);
    }

    @Override
    public PackRepair packs(List<String> packs, JobMonitor monitor) {
        asked.add("packs " + packs);
        return new PackRepair(List.of(FakeRepository.id(1)), 7, 0, List.copyOf(lost));
    }

    @Override
    public PackRepair heal(Repository source, List<String> packs, JobMonitor monitor) {
        asked.add("heal " + source.info().location() + " " + packs);
        return new PackRepair(List.of(FakeRepository.id(1)), 7, 3, List.copyOf(lost));
    }

    @Override
    public Recovery recover(boolean forgetDamaged, JobMonitor monitor) {
        asked.add("recover " + forgetDamaged);
        return nothingLoose ? new Recovery(0, Optional.empty(), List.of())
                : new Recovery(2, Optional.of(FakeRepository.id(9)), List.of(FakeRepository.id(3)));
    }
}
