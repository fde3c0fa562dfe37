package unroll.task.decoding;

import java.util.List;
import unroll.conf.TextConf;
import unroll.conf.TextConf.Tokenizer;

/**
 * Puts words together.
 *
 * @param separator between two words
 */
record WrittenText(String separator) {
    static WrittenText of(TextConf conf) {
        return new WrittenText(conf.tokenizer() == Tokenizer.LETTERS ? "" : " ");
    }

    String of(List<String> words) {
        return String.join(separator, words);
    }
}
