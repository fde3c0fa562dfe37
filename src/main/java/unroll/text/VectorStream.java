package unroll.text;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * The plain bytes of a file of word vectors, without gzip, zip and a byte order mark. The form of a
 * file is recognised by its first bytes, not by its name.
 */
final class VectorStream {
    private static final int PEEK = 1 << 14; // bytes
    private static final String GZIP = "1f8b";
    private static final String ZIP = "504b0304";
    private static final String MARK = "efbbbf"; // UTF-8's byte order mark

    private static final String PICKLE =
            "a Python pickle, such as gensim's: write it with save_word2vec_format";

    /** First bytes of forms that cannot be read, and the remedy. */
    private static final Map<String, String> OTHERS = others();

    private final String name;
    private final BufferedInputStream in;
    private final ZipInputStream zip; // null if there is none

    private VectorStream(InputStream in, String name, ZipInputStream zip) {
        this.name = name;
        this.in = new BufferedInputStream(in, 1 << 16);
        this.zip = zip;
    }

    private static Map<String, String> others() {
        var others = new LinkedHashMap<String, String>();
        others.put("425a68", "compressed with bzip2: unpack it with bunzip2");
        others.put("fd377a585a00", "compressed with xz: unpack it with unxz");
        others.put("28b52ffd", "compressed with zstd: unpack it with unzstd");
        others.put("04224d18", "compressed with lz4: unpack it with unlz4");
        others.put("377abcaf271c", "a 7z archive: unpack it");
        others.put("52617221", "a rar archive: unpack it");
        others.put("504b0506", "an empty zip archive: give a file of vectors");
        others.put("fffe", "UTF-16: convert it with iconv -f UTF-16 -t UTF-8");
        others.put("feff", "UTF-16: convert it with iconv -f UTF-16 -t UTF-8");
        others.put("ba164f2f", "a binary model of fastText: give the .vec file that belongs to it");
        others.put("8002", PICKLE);
        others.put("8003", PICKLE);
        others.put("8004", PICKLE);
        others.put("8005", PICKLE);
        others.put("934e554d5059", "an array of NumPy: write a text file of words and numbers");
        others.put("50415231", "a Parquet file: write a text file of words and numbers");
        others.put("894844460d0a", "an HDF5 file: write a text file of words and numbers");
        return others;
    }

    /**
     * Opens a file.
     *
     * @param file closed by the caller
     * @param name of the file, for messages
     * @throws UnusableVectorsException when it is of a kind that cannot be read
     */
    static VectorStream open(InputStream file, String name)
            throws IOException, UnusableVectorsException {
        var stream = new VectorStream(file, name, null);
        if (stream.startsWith(GZIP)) {
            stream = new VectorStream(new GZIPInputStream(stream.in, 1 << 16), name, null);
        } else if (stream.startsWith(ZIP)) {
            stream = unzip(stream);
        }
        if (stream.startsWith(MARK)) {
            stream.in.skipNBytes(MARK.length() / 2);
        }
        for (var other : OTHERS.entrySet()) {
            if (stream.startsWith(other.getKey())) {
                throw new UnusableVectorsException(
                        stream.name
                                + ": expected word vectors in the text form or word2vec's binary"
                                + " form, plain, gzipped or zipped; this is "
                                + other.getValue());
            }
        }
        return stream;
    }

    private static VectorStream unzip(VectorStream file)
            throws IOException, UnusableVectorsException {
        var zip = new ZipInputStream(file.in);
        var entry = nextFile(zip);
        if (entry == null) {
            throw new UnusableVectorsException(file.name + ": the zip archive holds no file");
        }
        return new VectorStream(zip, file.name + "!" + entry.getName(), zip);
    }

    /** Returns null if there is none left. */
    private static ZipEntry nextFile(ZipInputStream zip) throws IOException {
        var entry = zip.getNextEntry();
        while (entry != null && (entry.isDirectory() || entry.getName().startsWith("__MACOSX/"))) {
            entry = zip.getNextEntry();
        }
        return entry;
    }

    private boolean startsWith(String hex) throws IOException {
        var expected = HexFormat.of().parseHex(hex);
        return HexFormat.of().formatHex(peek(expected.length)).equals(hex);
    }

    /** Returns the next bytes without consuming them; fewer at the end. */
    private byte[] peek(int bytes) throws IOException {
        in.mark(bytes);
        var next = in.readNBytes(bytes);
        in.reset();
        return next;
    }

    /** Returns enough bytes to recognise a form, without consuming them. */
    byte[] beginning() throws IOException {
        return peek(PEEK);
    }

    InputStream in() {
        return in;
    }

    /** Returns the name with that of the file inside an archive. */
    String name() {
        return name;
    }

    /**
     * Checks, once the file has been read, that it is the only one of an archive.
     *
     * @throws UnusableVectorsException when there is another one
     */
    void requireOnlyFile() throws IOException, UnusableVectorsException {
        var next = zip == null ? null : nextFile(zip);
        if (next != null) {
            throw new UnusableVectorsException(
                    "%s: the zip archive also holds %s: unpack it and give the file that is meant"
                            .formatted(name, next.getName()));
        }
    }
}
