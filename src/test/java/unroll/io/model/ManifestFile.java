package unroll.io.model;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Makes the manifest of changed files right again, as whoever changes a model on purpose does. */
public final class ManifestFile {
    private static final ObjectMapper JSON = new ObjectMapper();

    private ManifestFile() {}

    /** Lists just these files as they are now. */
    public static void write(Path directory, String... names) throws IOException {
        var tree = JSON.createObjectNode();
        var files = tree.putArray("files");
        for (var name : names) {
            byte[] bytes = Files.readAllBytes(directory.resolve(name));
            files.addObject()
                    .put("name", name)
                    .put("length", bytes.length)
                    .put("sha256", sha256(bytes));
        }
        Files.write(directory.resolve("manifest.json"), JSON.writeValueAsBytes(tree));
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
