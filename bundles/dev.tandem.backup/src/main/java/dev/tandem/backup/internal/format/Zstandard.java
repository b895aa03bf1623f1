package dev.tandem.backup.internal.format;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import com.github.luben.zstd.ZstdIOException;
import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;

/** Compression with Zstandard (RFC 8878) as repositories use it: no dictionary, no checksum. Thread-safe. */
public final class Zstandard {
    private static final int FIRST_GUESS = 64 * 1024;

    private static final Pool<ZstdCompressCtx> COMPRESSORS =
            new Pool<>(() -> new ZstdCompressCtx().setContentSize(true).setChecksum(false), ZstdCompressCtx::close);
    private static final Pool<ZstdDecompressCtx> DECOMPRESSORS =
            new Pool<>(ZstdDecompressCtx::new, ZstdDecompressCtx::close);

    private Zstandard() {
    }

    /** Returns the most bytes that compressing {@code length} bytes can yield. */
    public static int bound(int length) {
        return Math.toIntExact(Zstd.compressBound(length));
    }

    /** Returns one frame that holds {@code length} bytes of {@code in}. */
    public static byte[] compress(byte[] in, int offset, int length, int level) {
        byte[] out = new byte[bound(length)];
        return Arrays.copyOf(out, compress(in, offset, length, out, 0, level));
    }

    /**
     * Writes one frame that holds {@code length} bytes of {@code in}.
     *
     * @param out has room for {@link #bound} bytes from {@code outOffset}
     * @return the number of bytes written
     */
    public static int compress(byte[] in, int offset, int length, byte[] out, int outOffset, int level) {
        ZstdCompressCtx context = COMPRESSORS.take();
        try {
            return context.setLevel(level)
                    .compressByteArray(out, outOffset, out.length - outOffset, in, offset, length);
        } finally {
            COMPRESSORS.give(context);
        }
    }

    /**
     * Decompresses {@code length} bytes of {@code in}, whole frames, to {@code out} from {@code outOffset}.
     *
     * @return {@code expected}
     * @throws DamagedException if that does not yield just {@code expected} bytes
     */
    public static int decompress(byte[] in, int offset, int length, byte[] out, int outOffset, int expected)
            throws DamagedException {
        try {
            int found = decompress(in, offset, length, out, outOffset, outOffset + expected, DECOMPRESSORS);
            if (found == expected) {
                return found;
            }
            throw new DamagedException("compressed data yields " + found + " bytes, not " + expected);
        } catch (ZstdException failure) {
            throw damaged(failure);
        }
    }

    /**
     * Returns what {@code length} bytes of {@code in}, whole frames, hold.
     *
     * @throws DamagedException if they are damaged or hold more than {@code max} bytes
     */
    public static byte[] decompressUpTo(byte[] in, int offset, int length, int max) throws DamagedException {
        long told = Zstd.getFrameContentSize(in, offset, length);
        if (told > max) {
            throw tooLong(max);
        }
        // A frame need not tell its size, and more frames may follow: the size told is but a guess.
        long size = told > 0 ? told : Math.min(max, FIRST_GUESS + 4L * length);
        while (true) {
            byte[] out = new byte[(int) size];
            try {
                int found = decompress(in, offset, length, out, 0, out.length, DECOMPRESSORS);
                return found == out.length ? out : Arrays.copyOf(out, found);
            } catch (ZstdException failure) {
                if (failure.getErrorCode() != Zstd.errDstSizeTooSmall()) {
                    throw damaged(failure);
                }
                if (size == max) {
                    throw tooLong(max);
                }
                size = Math.min(max, 4 * Math.max(size, FIRST_GUESS));
            }
        }
    }

    private static int decompress(byte[] in, int offset, int length, byte[] out, int from, int to,
            Pool<ZstdDecompressCtx> pool) {
        ZstdDecompressCtx context = pool.take();
        try {
            return context.decompressByteArray(out, from, to - from, in, offset, length);
        } finally {
            pool.give(context);
        }
    }

    /**
     * Returns what the frames of {@code in} hold; to be closed, which closes {@code in}. Its reads throw
     * {@link DamagedException} where the frames are damaged or cut short.
     */
    public static InputStream decompressing(InputStream in) throws IOException {
        return new Decompressing(new ZstdInputStreamNoFinalizer(in));
    }

    /** Returns a stream that writes one frame to {@code out}; to be closed, which closes {@code out}. */
    public static OutputStream compressing(OutputStream out, int level) throws IOException {
        return new ZstdOutputStreamNoFinalizer(out, level);
    }

    private static DamagedException damaged(Exception failure) {
        return new DamagedException("compressed data is damaged: " + failure.getMessage(), failure);
    }

    private static DamagedException tooLong(int max) {
        return new DamagedException("compressed data holds more than the " + max + " bytes allowed");
    }

    /** Turns failures of the decoder, and only them, into those of this package. */
    private static final class Decompressing extends FilterInputStream {
        Decompressing(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            try {
                return in.read(target, offset, length);
            } catch (ZstdIOException failure) {
                throw damaged(failure);
            }
        }

        @Override
        public long skip(long count) throws IOException {
            try {
                return in.skip(count);
            } catch (ZstdIOException failure) {
                throw damaged(failure);
            }
        }
    }
}
