package dev.tandem.tck;

import dev.tandem.storage.Content;
import dev.tandem.storage.ObjectInfo;
import dev.tandem.storage.RemotePath;
import dev.tandem.storage.StorageException;
import dev.tandem.storage.WriteOptions;
import dev.tandem.storage.spi.StorageSession;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** Storages that break one rule each, in the form in which JUnit runs the contract on them. */
final class BrokenStorages {
    private BrokenStorages() { }

    static class LosesTheLastEntry extends StorageContract {
        private final StorageSession storage = new MemoryStorage() {
            @Override
            public void list(RemotePath directory, Consumer<? super ObjectInfo> sink) throws StorageException {
                var count = new AtomicInteger();
                super.list(directory, info -> {
                    if (count.incrementAndGet() <= 1_000) {
                        sink.accept(info);
                    }
                });
            }
        };

        @Override
        protected StorageSession open() {
            return storage;
        }
    }

    static class KeepsPartOfAFailedWrite extends StorageContract {
        private final StorageSession storage = new MemoryStorage() {
            @Override
            public ObjectInfo write(RemotePath path, Content content, WriteOptions options) throws StorageException {
                try (InputStream in = content.open()) {
                    super.write(path, Content.of(in.readNBytes(1_000)), options);
                } catch (StorageException e) {
                    throw e;
                } catch (IOException e) {
                    throw new StorageException(StorageException.Kind.FAILED, path + ": " + e.getMessage(), e);
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
        };

        @Override
        protected StorageSession open() {
            return storage;
        }
    }

    static class ChecksBeforeItWrites extends StorageContract {
        private final StorageSession storage = new MemoryStorage() {
            @Override
            public ObjectInfo write(RemotePath path, Content content, WriteOptions options) throws StorageException {
                Optional<ObjectInfo> old = stat(path);
                if (options.ifAbsent() && old.isPresent()) {
                    throw new StorageException(StorageException.Kind.EXISTS, path + " is there already");
                }
                if (options.ifAbsent()) {
                    LockSupport.parkNanos(1_000_000);
                }
                return super.write(path, content, WriteOptions.OVERWRITE);
            }
        };

        @Override
        protected StorageSession open() {
            return storage;
        }
    }

    static class IgnoresCase extends StorageContract {
        private final StorageSession storage = new MemoryStorage() {
            @Override
            public ObjectInfo write(RemotePath path, Content content, WriteOptions options) throws StorageException {
                return super.write(new RemotePath(path.value().toLowerCase(Locale.ROOT)), content, options);
            }
        };

        @Override
        protected StorageSession open() {
            return storage;
        }
    }

    static class ClampsARangeBeyondTheEnd extends StorageContract {
        private final StorageSession storage = new MemoryStorage() {
            @Override
            public InputStream read(RemotePath path, long offset, long length) throws StorageException {
                long size = stat(path).map(ObjectInfo::size).orElse(0L);
                return super.read(path, Math.min(offset, size), length);
            }
        };

        @Override
        protected StorageSession open() {
            return storage;
        }
    }
}
