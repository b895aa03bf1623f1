package dev.tandem.cli.commands;

import dev.tandem.backup.Node;
import dev.tandem.model.FileType;
import dev.tandem.model.RawPath;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.attribute.FileTime;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A zip archive: folders and files with their times, which is what every system can unpack. */
final class ZipArchive implements Archive {
    private final ZipOutputStream output;

    ZipArchive(OutputStream output) {
        this.output = new ZipOutputStream(output);
    }

    @Override
    public boolean canHold(Node node) {
        return node.type() == FileType.FILE || node.type() == FileType.DIRECTORY;
    }

    @Override
    public void add(RawPath path, Node node, ContentSource content) throws IOException {
        boolean folder = node.type() == FileType.DIRECTORY;
        ZipEntry entry = new ZipEntry(path.toString().substring(1) + (folder ? "/" : ""));
        entry.setLastModifiedTime(FileTime.from(node.stat().modified()));
        output.putNextEntry(entry);
        if (!folder) {
            content.writeTo(output);
        }
        output.closeEntry();
    }

    @Override
    public void finish() throws IOException {
        output.finish();
        output.flush();
    }
}
