package unroll.data;

import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import unroll.math.RandomKeys;

/**
 * 128 bits of an example's content (the first half of a SHA-256) that decide its shard, its place
 * in the shard and whether it is used for validation. So all three depend on nothing but the
 * example, the seed and the setting itself, never on files, their order or the cluster. Ordered by
 * {@code high}, then {@code low}, as signed numbers: the order of two columns of type long. Among
 * the examples of a realistic corpus equal hashes mean equal content.
 *
 * @param high decides the shard
 * @param low decides the validation set
 */
public record ContentHash(long high, long low) implements Comparable<ContentHash>, Serializable {

    /** Hash of one labelled text. */
    public static ContentHash of(String text, String label, long seed) {
        return of(bytes(text), bytes(label), seed);
    }

    /** Returns the bytes of text for a hash. */
    public static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Returns the bytes of numbers for a hash. */
    public static byte[] bytes(double[] numbers) {
        var bytes = ByteBuffer.allocate(Double.BYTES * numbers.length);
        bytes.asDoubleBuffer().put(numbers);
        return bytes.array();
    }

    /** Hash of a sequence's content and its target's. */
    public static ContentHash of(byte[] content, byte[] target, long seed) {
        // The target's length keeps ("a", "bc") and ("ab", "c") apart.
        ByteBuffer bytes =
                ByteBuffer.allocate(Long.BYTES + Integer.BYTES + target.length + content.length);
        bytes.putLong(seed).putInt(target.length).put(target).put(content);
        ByteBuffer hash = ByteBuffer.wrap(sha256().digest(bytes.array()));
        return new ContentHash(hash.getLong(), hash.getLong());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** The shard, in [0, shards). */
    public int shard(int shards) {
        return (int) Long.remainderUnsigned(high, shards);
    }

    /** Returns whether the example belongs to a validation set of this share. */
    public boolean validation(double share) {
        return RandomKeys.unit(low) < share;
    }

    @Override
    public int compareTo(ContentHash other) {
        int order = Long.compare(high, other.high);
        return order != 0 ? order : Long.compare(low, other.low);
    }
}
