package unroll.text;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Word vectors in the binary form of word2vec: a line with the number of words and the width, then
 * each word, a space and its numbers as little-endian floats; a line end may follow.
 */
final class BinaryVectors {
    private static final int LONGEST = 4096; // bytes of a word
    private static final int WINDOW = 64; // bytes that tell floats from text

    private final InputStream in;
    private final byte[] bytes; // of a vector
    private String word = "";

    /**
     * @param in after the first line
     */
    BinaryVectors(InputStream in, int width) {
        this.in = in;
        bytes = new byte[Math.multiplyExact(Float.BYTES, width)];
    }

    /**
     * Returns whether a file whose first line is a header continues with floats, not text.
     *
     * @param beginning of the file
     * @param from place after the first line
     */
    static boolean follow(byte[] beginning, int from) {
        int at = from;
        while (at < beginning.length && beginning[at] != ' ') {
            at++;
        }
        var window = Arrays.copyOfRange(beginning, at, Math.min(beginning.length, at + WINDOW));
        for (byte b : window) {
            boolean control = b >= 0 && b < ' ' && b != '\t' && b != '\r' && b != '\n';
            if (control || b == 0x7f) {
                return true;
            }
        }
        var text = CharBuffer.allocate(WINDOW);
        return StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(window), text, false)
                .isError();
    }

    /**
     * Goes to the next word.
     *
     * @throws EOFException when the file ends before it is whole
     */
    void next() throws IOException {
        var letters = new byte[LONGEST];
        int count = 0;
        int b = in.read();
        while (b == '\n') {
            b = in.read();
        }
        for (; b != ' '; b = in.read()) {
            if (b < 0 || count == LONGEST) {
                throw new EOFException(b < 0 ? "it ends in the middle" : "a word does not end");
            }
            letters[count++] = (byte) b;
        }
        word = new String(letters, 0, count, StandardCharsets.UTF_8);
        if (in.readNBytes(bytes, 0, bytes.length) < bytes.length) {
            throw new EOFException("it ends in the middle");
        }
    }

    String word() {
        return word;
    }

    void copyTo(float[] vector) {
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(vector);
    }
}
