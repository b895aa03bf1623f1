package dev.tandem.storage.rclone;

/** The storage contract on an object storage: buckets and copies; no directories of their own, no renames in place. */
class MemoryRemoteTest extends RcloneContract {
    @Override
    String remote(String place) {
        return ":memory:" + place;
    }
}
