package unroll.conf.read;

import unroll.conf.Configuration;
import unroll.conf.InputConf;
import unroll.conf.TextConf.Tokenizer;
import unroll.conf.setting.Mistakes;
import unroll.conf.setting.Value;

/** The rules of {@code text.merges}, which cut words into pieces. */
final class BytePairRules {
    private BytePairRules() {}

    static void check(Configuration conf, Mistakes mistakes) {
        if (conf.text().merges() == 0) {
            return;
        }
        var tokenizer = conf.text().tokenizer();
        if (tokenizer == Tokenizer.LETTERS || tokenizer == Tokenizer.CJK) {
            var why = "with text.tokenizer " + Value.word(tokenizer) + ", which finds no words";
            wrong(conf, why, "text.tokenizer", mistakes);
        }
        var inputs = conf.model().inputs();
        for (int i = 0; i < inputs.size(); i++) {
            if (inputs.get(i) instanceof InputConf.Letters) {
                var key = "model.inputs[" + i + "].kind";
                wrong(conf, "with " + key + " letters, which reads whole words", key, mistakes);
            }
        }
        if (!conf.model().from().isEmpty()) {
            var why = "with model.from, since pieces are learnt anew";
            wrong(conf, why, "model.from", mistakes);
        }
    }

    private static void wrong(Configuration conf, String why, String other, Mistakes mistakes) {
        mistakes.conflict("text.merges", "none", why, conf.text().merges(), other);
    }
}
