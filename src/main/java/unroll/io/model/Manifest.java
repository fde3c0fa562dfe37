package unroll.io.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import unroll.conf.ConfigurationException;
import unroll.io.CorruptFileException;
import unroll.io.Json;
import unroll.io.Store;
import unroll.message.Printable;

/**
 * {@code manifest.json}, the list of a directory's files with their lengths and SHA-256 checksums,
 * written last. A directory without a manifest was never finished; one whose files do not match it
 * is damaged.
 */
public final class Manifest {
    /** The file that is written last. */
    public static final String NAME = "manifest.json";

    private Manifest() {}

    /** The files of a directory. */
    @FunctionalInterface
    interface Files {
        void writeTo(Writer writer) throws IOException;
    }

    /**
     * Writes the files of a directory and then its manifest, replacing what an earlier writer left.
     * If that fails, the files are deleted again.
     *
     * @param own names of the files that may be deleted
     * @throws ConfigurationException if the directory is a symbolic link, whose target belongs to
     *     somebody else
     */
    static void write(Store store, String directory, OwnFiles own, Files files) throws IOException {
        var link = store.link(directory);
        if (link.isPresent()) {
            throw new ConfigurationException(
                    "%s is a symbolic link to %s, whose files would be lost: remove the link"
                            .formatted(directory, link.get()));
        }
        own.delete(store, directory);
        try {
            var writer = new Writer(store, directory);
            files.writeTo(writer);
            writer.finish();
        } catch (IOException | RuntimeException e) {
            try {
                own.delete(store, directory);
            } catch (IOException | RuntimeException again) {
                e.addSuppressed(again);
            }
            throw e;
        }
    }

    /** Writes single files and records their manifest entries. */
    static final class Writer {
        private final Store store;
        private final String directory;
        private final ObjectNode tree = Json.MAPPER.createObjectNode();
        private final ArrayNode files = tree.putArray("files");

        private Writer(Store store, String directory) {
            this.store = store;
            this.directory = directory;
        }

        private void finish() throws IOException {
            store.write(Store.child(directory, NAME), Json.bytes(tree));
        }

        /**
         * Writes a file.
         *
         * @return the file's SHA-256
         */
        String write(String name, Store.Content content) throws IOException {
            var digest = sha256();
            var length = new long[1];
            store.write(
                    Store.child(directory, name),
                    out -> {
                        digest.reset();
                        var counted = new CountedStream(new DigestOutputStream(out, digest));
                        content.writeTo(counted);
                        counted.flush();
                        length[0] = counted.count;
                    });
            var sha256 = HexFormat.of().formatHex(digest.digest());
            files.addObject().put("name", name).put("length", length[0]).put("sha256", sha256);
            return sha256;
        }

        /** Writes a directory within this one, with a manifest of its own. */
        void write(String folder, OwnFiles own, Files content) throws IOException {
            Manifest.write(store, Store.child(directory, folder), own, content);
        }

        void write(String name, byte[] bytes) throws IOException {
            write(name, out -> out.write(bytes));
        }
    }

    /** Returns whether a directory has a manifest, and so was finished. */
    static boolean exists(Store store, String directory) throws IOException {
        return store.exists(Store.child(directory, NAME));
    }

    /** Returns the files that a directory's manifest lists; empty if no manifest can be read. */
    static Set<String> names(Store store, String directory) throws IOException {
        var names = new HashSet<String>();
        Json.readIfWhole(store, Store.child(directory, NAME))
                .ifPresent(
                        tree -> {
                            for (var file : tree.path("files")) {
                                names.add(file.path("name").asText());
                            }
                        });
        return names;
    }

    /**
     * Checks every file that a directory's manifest lists. Files that it does not list are not
     * checked: see {@link #requireOnly}.
     *
     * @param remedy what the user can do, for the message
     * @return the SHA-256 of each file, by name
     * @throws CorruptFileException naming the first file that is missing or differs
     */
    static Map<String, String> verify(Store store, String directory, String remedy)
            throws IOException {
        var path = Store.child(directory, NAME);
        JsonNode tree;
        try {
            tree = Json.read(store, path, remedy);
        } catch (FileNotFoundException e) {
            throw new CorruptFileException(
                    directory + " has no manifest.json, it was never finished: " + remedy);
        }
        var files = tree.path("files");
        if (!files.isArray() || files.isEmpty()) {
            throw new CorruptFileException(path + " is damaged: it lists no files: " + remedy);
        }
        var checksums = new LinkedHashMap<String, String>();
        for (var file : files) {
            var name = file.path("name").asText();
            if (name.isEmpty()
                    || name.contains("/")
                    || !file.path("length").canConvertToLong()
                    || checksums.put(name, file.path("sha256").asText()) != null) {
                throw new CorruptFileException(
                        path + " is damaged: it holds the entry " + file + ": " + remedy);
            }
            verifyFile(store, Store.child(directory, name), file, remedy);
        }
        return checksums;
    }

    /**
     * Checks that a manifest lists exactly the expected files.
     *
     * @param named files in the manifest
     * @throws CorruptFileException naming the first file that is missing or unexpected
     */
    static void requireOnly(
            String directory, Set<String> named, Set<String> expected, String remedy) {
        var path = Store.child(directory, NAME);
        for (var name : expected) {
            if (!named.contains(name)) {
                throw new CorruptFileException(
                        path + " is damaged: it does not list " + name + ": " + remedy);
            }
        }
        for (var name : named) {
            if (!expected.contains(name)) {
                throw new CorruptFileException(
                        "%s is damaged: it lists %s, expected only %s: %s"
                                .formatted(
                                        path,
                                        Printable.brief(name),
                                        String.join(", ", expected),
                                        remedy));
            }
        }
    }

    private static void verifyFile(Store store, String path, JsonNode entry, String remedy)
            throws IOException {
        long expected = entry.path("length").longValue();
        try {
            long length = store.length(path);
            if (length != expected) {
                throw new CorruptFileException(
                        String.format(
                                Locale.ROOT,
                                "%s is damaged: it has %d bytes, its manifest says %d: %s",
                                path,
                                length,
                                expected,
                                remedy));
            }
            try (var in = store.read(path)) {
                if (!checksum(in).equals(entry.path("sha256").asText())) {
                    throw new CorruptFileException(
                            path
                                    + " is damaged: its checksum is not the one in its manifest: "
                                    + remedy);
                }
            }
        } catch (FileNotFoundException e) {
            throw new CorruptFileException(
                    path + " is missing, though its manifest lists it: " + remedy);
        }
    }

    private static String checksum(InputStream in) throws IOException {
        var digest = sha256();
        byte[] chunk = new byte[1 << 16];
        for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
            digest.update(chunk, 0, n);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static final class CountedStream extends OutputStream {
        private final OutputStream out;
        private long count;

        CountedStream(OutputStream out) {
            this.out = out;
        }

        @Override
        public void write(int b) throws IOException {
            out.write(b);
            count++;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
            count += length;
        }

        @Override
        public void flush() throws IOException {
            out.flush();
        }
    }
}
