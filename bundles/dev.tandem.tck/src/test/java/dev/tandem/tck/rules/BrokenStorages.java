package dev.tandem.tck.rules;

import dev.tandem.storage.Capability;
import dev.tandem.storage.Content;
import dev.tandem.storage.ObjectInfo;
import dev.tandem.storage.RemotePath;
import dev.tandem.storage.StorageException;
import dev.tandem.storage.StorageException.Kind;
import dev.tandem.storage.WriteOptions;
import dev.tandem.tck.MemoryStorage;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** Storages that break one rule each. */
final class BrokenStorages {
    private BrokenStorages() { }

    static class ClampsARangeBeyondTheEnd extends MemoryStorage {
        @Override
        public InputStream read(RemotePath path, long offset, long length) throws StorageException {
            long size = stat(path).map(ObjectInfo::size).orElse(0L);
            return super.read(path, Math.min(offset, size), length);
        }
    }

    static class KeepsPartOfAFailedWrite extends MemoryStorage {
        @Override
        public ObjectInfo write(RemotePath path, Content content, WriteOptions options) throws StorageException {
            try (InputStream in = content.open()) {
                super.write(path, Content.of(in.readNBytes(1_000)), options);
            } catch (StorageException e) {
                throw e;
            } catch (IOException e) {
                throw new StorageException(Kind.FAILED, path + ": " + e.getMessage(), e);
            }
            LockSupport.parkNanos(200_000);
            super.delete(path);
            try {
                return super.write(path, content, options);
            } catch (StorageException e) {
                super.write(path, Content.of(new byte[0]), WriteOptions.OVERWRITE);
                throw e;
            }
        }
    }

    static class LeavesContentOpen extends MemoryStorage {
        @Override
        public ObjectInfo write(RemotePath path, Content content, WriteOptions options) throws StorageException {
            try {
                content.open();
            } catch (IOException e) {
                throw new StorageException(Kind.FAILED, path + ": " + e.getMessage(), e);
            }
            return super.write(path, content, options);
        }
    }

    static class ListsAThousand extends MemoryStorage {
        @Override
        public void list(RemotePath directory, Consumer<? super ObjectInfo> sink) throws StorageException {
            List<ObjectInfo> all = new ArrayList<>();
            super.list(directory, all::add);
            all.stream().limit(1000).forEach(sink);
        }
    }

    static class ListsByPrefix extends MemoryStorage {
        @Override
        public void list(RemotePath directory, Consumer<? super ObjectInfo> sink) throws StorageException {
            super.list(directory, sink);
            List<ObjectInfo> beside = new ArrayList<>();
            super.list(RemotePath.ROOT, beside::add);
            beside.stream().filter(info -> !directory.equals(RemotePath.ROOT)
                    && info.path().value().startsWith(directory.value() + ".")).forEach(sink);
        }
    }

    static class CopiesAndDeletes extends MemoryStorage {
        @Override
        public void rename(RemotePath from, RemotePath to, boolean replace) throws StorageException {
            if (from.equals(to)) {
                delete(from);
            } else {
                super.rename(from, to, replace);
            }
        }
    }

    static class IgnoresCase extends MemoryStorage {
        private static RemotePath lower(RemotePath path) {
            return new RemotePath(path.value().toLowerCase(Locale.ROOT));
        }

        @Override
        public ObjectInfo write(RemotePath path, Content content, WriteOptions options) throws StorageException {
            return super.write(lower(path), content, options);
        }

        @Override
        public InputStream read(RemotePath path, long offset, long length) throws StorageException {
            return super.read(lower(path), offset, length);
        }
    }

    static class TagsBySize extends MemoryStorage {
        @Override
        public Optional<ObjectInfo> stat(RemotePath path) throws StorageException {
            return super.stat(path).map(TagsBySize::tagged);
        }

        @Override
        public void list(RemotePath directory, Consumer<? super ObjectInfo> sink) throws StorageException {
            super.list(directory, info -> sink.accept(tagged(info)));
        }

        @Override
        public ObjectInfo write(RemotePath path, Content content, WriteOptions options) throws StorageException {
            return tagged(super.write(path, content, options));
        }

        private static ObjectInfo tagged(ObjectInfo info) {
            return info.directory() ? info : new ObjectInfo(info.path(), false, info.size(), info.modified(),
                    Optional.of("s" + info.size()));
        }

        @Override
        public Set<Capability> capabilities() {
            return without(super.capabilities(), Capability.IF_UNCHANGED_WRITE);
        }
    }

    static class ChecksBeforeItWrites extends MemoryStorage {
        @Override
        public ObjectInfo write(RemotePath path, Content content, WriteOptions options) throws StorageException {
            Optional<ObjectInfo> old = stat(path);
            if (options.ifAbsent() && old.isPresent()) {
                throw new StorageException(Kind.EXISTS, path + " is there already");
            }
            if (options.ifTag().isPresent() && !options.ifTag().equals(old.flatMap(ObjectInfo::tag))) {
                throw new StorageException(Kind.CHANGED, path + " is another one");
            }
            if (options.ifAbsent() || options.ifTag().isPresent()) {
                LockSupport.parkNanos(2_000_000);
            }
            return super.write(path, content, new WriteOptions(false, false, false, Optional.empty(), options.modified()));
        }
    }

    static class ForgetsTimes extends MemoryStorage {
        @Override
        public ObjectInfo write(RemotePath path, Content content, WriteOptions options) throws StorageException {
            return super.write(path, content, new WriteOptions(options.ifAbsent(), false, false, options.ifTag(),
                    Optional.empty()));
        }
    }

    static class MakesDirectoriesInVain extends MemoryStorage {
        @Override
        public void makeDirectory(RemotePath directory) { }
    }

    static class SwallowsInterruptions extends MemoryStorage {
        @Override
        public Optional<ObjectInfo> stat(RemotePath path) throws StorageException {
            Thread.interrupted();
            return super.stat(path);
        }
    }

    /** Every session has a thread that stays until the latch. */
    static class LeavesThreads extends MemoryStorage {
        private final CountDownLatch end = new CountDownLatch(1);

        MemoryStorage open() {
            Thread.ofPlatform().daemon().start(() -> {
                try {
                    end.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            return this;
        }

        void endThreads() {
            end.countDown();
        }
    }

    static class ForgetsPromises extends MemoryStorage {
        private volatile boolean used;

        @Override
        public void delete(RemotePath path) throws StorageException {
            used = true;
            super.delete(path);
        }

        @Override
        public Set<Capability> capabilities() {
            return used ? without(super.capabilities(), Capability.RANGE_READ) : super.capabilities();
        }
    }

    private static Set<Capability> without(Set<Capability> all, Capability one) {
        EnumSet<Capability> rest = EnumSet.copyOf(all);
        rest.remove(one);
        return rest;
    }
}
