package dev.tandem.cli.commands;

import dev.tandem.backup.Node;
import dev.tandem.model.ExtendedAttribute;
import dev.tandem.model.FileStat;
import dev.tandem.model.FileType;
import dev.tandem.model.RawPath;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;

/**
 * A tar archive in the POSIX format: ustar headers, with pax records for what does not fit into them. Names are written
 * byte for byte; the libraries that write tar know names only as text and would lose those that are none.
 */
final class TarArchive implements Archive {
    private static final int BLOCK = 512;
    private static final int NAME_SIZE = 100;
    private static final long MAX_SIZE = 0_777_777_777_77L;
    private static final long MAX_ID = 0_777_777_7L;
    private static final byte[] EMPTY = {};

    private final OutputStream output;

    TarArchive(OutputStream output) {
        this.output = output;
    }

    @Override
    public boolean canHold(Node node) {
        return node.type() != FileType.SOCKET && node.type() != FileType.IRREGULAR;
    }

    @Override
    public void add(RawPath path, Node node, ContentSource content) throws IOException {
        byte[] name = name(path, node);
        byte[] link = node.type() == FileType.SYMLINK ? node.linkTarget() : EMPTY;
        long size = node.type() == FileType.FILE ? node.stat().size() : 0;
        byte[] pax = paxRecords(name, link, size, node);
        if (pax.length > 0) {
            output.write(new Header("PaxHeader/entry".getBytes(StandardCharsets.US_ASCII), 'x', pax.length)
                    .bytes());
            output.write(pax);
            pad(pax.length);
        }
        output.write(header(name, link, size, node).bytes());
        if (node.type() == FileType.FILE) {
            SizedOutput sized = new SizedOutput(path, size);
            content.writeTo(sized);
            sized.requireComplete();
            pad(size);
        }
    }

    @Override
    public void finish() throws IOException {
        output.write(new byte[2 * BLOCK]);
        output.flush();
    }

    private static byte[] name(RawPath path, Node node) {
        byte[] bytes = path.bytes();
        boolean folder = node.type() == FileType.DIRECTORY;
        byte[] name = Arrays.copyOfRange(bytes, 1, bytes.length + (folder ? 1 : 0));
        if (folder) {
            name[name.length - 1] = '/';
        }
        return name;
    }

    private static Header header(byte[] name, byte[] link, long size, Node node) {
        FileStat stat = node.stat();
        Header header = new Header(name, typeFlag(node.type()), size);
        header.octal(100, 8, stat.permissions() & 07777);
        header.octal(108, 8, Math.min(MAX_ID, Integer.toUnsignedLong(stat.uid())));
        header.octal(116, 8, Math.min(MAX_ID, Integer.toUnsignedLong(stat.gid())));
        header.octal(136, 12, Math.clamp(stat.modified().getEpochSecond(), 0, MAX_SIZE));
        header.put(157, NAME_SIZE, link);
        header.put(265, 31, node.user().getBytes(StandardCharsets.UTF_8));
        header.put(297, 31, node.group().getBytes(StandardCharsets.UTF_8));
        if (node.type() == FileType.BLOCK_DEVICE || node.type() == FileType.CHARACTER_DEVICE) {
            header.octal(329, 8, Math.min(MAX_ID, major(stat.rawDevice())));
            header.octal(337, 8, Math.min(MAX_ID, minor(stat.rawDevice())));
        }
        return header;
    }

    private static char typeFlag(FileType type) {
        return switch (type) {
            case FILE -> '0';
            case SYMLINK -> '2';
            case CHARACTER_DEVICE -> '3';
            case BLOCK_DEVICE -> '4';
            case DIRECTORY -> '5';
            case FIFO -> '6';
            case SOCKET, IRREGULAR -> throw new IllegalArgumentException("tar has no form for a " + type);
        };
    }

    // Linux packs both numbers into one, the low bits of each where they were when both were small.
    private static long major(long device) {
        return (device >>> 8 & 0xFFF) | (device >>> 32 & 0xFFFFF000L);
    }

    private static long minor(long device) {
        return (device & 0xFF) | (device >>> 12 & 0xFFFFFF00L);
    }

    private static byte[] paxRecords(byte[] name, byte[] link, long size, Node node) {
        ByteArrayOutputStream records = new ByteArrayOutputStream();
        FileStat stat = node.stat();
        if (name.length > NAME_SIZE) {
            record(records, "path", name);
        }
        if (link.length > NAME_SIZE) {
            record(records, "linkpath", link);
        }
        if (size > MAX_SIZE) {
            record(records, "size", Long.toString(size));
        }
        if (Integer.toUnsignedLong(stat.uid()) > MAX_ID) {
            record(records, "uid", Integer.toUnsignedString(stat.uid()));
        }
        if (Integer.toUnsignedLong(stat.gid()) > MAX_ID) {
            record(records, "gid", Integer.toUnsignedString(stat.gid()));
        }
        if (stat.modified().getNano() != 0 || stat.modified().getEpochSecond() < 0) {
            record(records, "mtime", decimal(stat.modified()));
        }
        for (ExtendedAttribute attribute : node.attributes()) {
            record(records, "SCHILY.xattr." + attribute.name(), attribute.value());
        }
        return records.toByteArray();
    }

    private static String decimal(Instant time) {
        return new BigDecimal(time.getEpochSecond())
                .add(BigDecimal.valueOf(time.getNano(), 9)).stripTrailingZeros().toPlainString();
    }

    private static void record(ByteArrayOutputStream records, String key, String value) {
        record(records, key, value.getBytes(StandardCharsets.UTF_8));
    }

    /** A record begins with its own length, whose digits count too. */
    private static void record(ByteArrayOutputStream records, String key, byte[] value) {
        byte[] start = (" " + key + "=").getBytes(StandardCharsets.UTF_8);
        int rest = start.length + value.length + 1;
        int length = rest + Integer.toString(rest).length();
        if (Integer.toString(length).length() > Integer.toString(rest).length()) {
            length++;
        }
        records.writeBytes(Integer.toString(length).getBytes(StandardCharsets.US_ASCII));
        records.writeBytes(start);
        records.writeBytes(value);
        records.write('\n');
    }

    private void pad(long size) throws IOException {
        int over = (int) (size % BLOCK);
        if (over > 0) {
            output.write(new byte[BLOCK - over]);
        }
    }

    /** One ustar header block. */
    private static final class Header {
        private final byte[] block = new byte[BLOCK];

        Header(byte[] name, char type, long size) {
            put(0, NAME_SIZE, name);
            octal(100, 8, 0644);
            octal(108, 8, 0);
            octal(116, 8, 0);
            octal(124, 12, Math.min(size, MAX_SIZE));
            octal(136, 12, 0);
            block[156] = (byte) type;
            put(257, 8, ("ustar\0" + "00").getBytes(StandardCharsets.US_ASCII));
        }

        void put(int at, int length, byte[] value) {
            System.arraycopy(value, 0, block, at, Math.min(length, value.length));
        }

        void octal(int at, int length, long value) {
            String digits = Long.toOctalString(value);
            String padded = "0".repeat(length - 1 - digits.length()) + digits;
            put(at, length - 1, padded.getBytes(StandardCharsets.US_ASCII));
        }

        byte[] bytes() {
            Arrays.fill(block, 148, 156, (byte) ' ');
            int sum = 0;
            for (byte b : block) {
                sum += Byte.toUnsignedInt(b);
            }
            octal(148, 7, sum);
            return block;
        }
    }

    /** The header has told the size already; content of another size would shift everything after it. */
    private final class SizedOutput extends OutputStream {
        private final RawPath path;
        private final long size;
        private long written;

        SizedOutput(RawPath path, long size) {
            this.path = path;
            this.size = size;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            written += length;
            if (written > size) {
                throw unequal("more");
            }
            output.write(bytes, offset, length);
        }

        void requireComplete() throws IOException {
            if (written < size) {
                throw unequal("less");
            }
        }

        private IOException unequal(String than) {
            return new IOException(path + " holds " + than + " than the " + size + " bytes the snapshot says; the "
                    + "archive is not complete. Dump this file alone, and run 'tandem check'");
        }
    }
}
