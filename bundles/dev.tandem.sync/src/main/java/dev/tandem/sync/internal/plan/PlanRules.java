package dev.tandem.sync.internal.plan;

import dev.tandem.model.RawPath;
import dev.tandem.sync.AttributeRules;
import dev.tandem.sync.Loser;
import dev.tandem.sync.SyncMatrix;
import dev.tandem.sync.spi.Conflict;
import dev.tandem.sync.spi.Resolution;
import java.time.Instant;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * By what a plan is made. All of it is given, so that the same rules make the same plan.
 *
 * @param matrix               what each kind of change leads to
 * @param policy               decides conflicts; which policy is asked where is settled already
 * @param loser                where the losing version of a decided conflict goes
 * @param copies               how a kept copy is named
 * @param attributes           the attributes that count, and that both sides can hold
 * @param granularity          nanoseconds of which times that differ by less are equal; the larger of both sides
 * @param began                when the run began to observe: a file changed since may change again within the same time
 * @param names                which spellings mean the same path
 * @param inBase               whether the base knows something at a path of keys, also where the tree has no node
 * @param keepEmptyDirectories whether a directory that holds nothing counts
 */
public record PlanRules(SyncMatrix matrix, Function<Conflict, Resolution> policy, Loser loser, ConflictNames copies,
        AttributeRules attributes, long granularity, Instant began, Names names, Predicate<RawPath> inBase,
        boolean keepEmptyDirectories) { }
