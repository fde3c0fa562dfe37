package unroll.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.text.Normalizer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import unroll.conf.TextConf;
import unroll.conf.TextConf.Normalize;
import unroll.conf.TextConf.Tokenizer;
import unroll.task.registry.Tasks;

class WordsTest {
    private static TextConf conf(
            Tokenizer tokenizer, boolean lowercase, boolean stripHtml, int maxLength) {
        return TextConf.STANDARD
                .with(TextConf.TOKENIZER, tokenizer)
                .with(TextConf.LOWERCASE, lowercase)
                .with(TextConf.STRIP_HTML, stripHtml)
                .with(TextConf.MAX_LENGTH, maxLength);
    }

    private static List<String> words(Tokenizer tokenizer, String text) {
        return new Words(conf(tokenizer, true, false, 400)).of(text);
    }

    /** Texts of several columns are joined by a line break. */
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "LETTERS")
    void aLineBreakEndsAWord(Tokenizer tokenizer) {
        var texts = List.of("Plot twi", "sts :", ") \u4E0D\u597D", "\u7535\u5F71 3.", "5 films");
        assertEquals(
                texts.stream().flatMap(text -> words(tokenizer, text).stream()).toList(),
                words(tokenizer, String.join("\n", texts)));
    }

    @ParameterizedTest
    @EnumSource
    void aPartOfADocumentHoldsTheEndsOfItsRows(Tokenizer tokenizer) {
        var words = new Words(conf(tokenizer, true, false, 400).with(TextConf.LETTERS, 1));
        assertEquals(List.of(), words.ofRows(""));
        for (var end : List.of("\n", "\r", "\r\n")) {
            assertEquals(List.of("<eos>"), words.ofRows(end));
            assertEquals(
                    List.of("a", "<eos>", "<eos>", "b", "<eos>"),
                    words.ofRows("a" + end + end + "b" + end));
        }
    }

    @Test
    void theMarkEndsARowOfWordsAndSpacesBeginOneOfLetters() {
        assertEquals(
                List.of("good", "<eos>", "bad", "<eos>"),
                new Words(conf(Tokenizer.STANDARD, true, false, 400))
                        .ofRows("Good <eos> bad<eos> "));
        var letters =
                new Words(conf(Tokenizer.LETTERS, true, false, 400).with(TextConf.LETTERS, 1));
        assertEquals(List.of("<", "e"), letters.ofRows("<eos>").subList(0, 2));
        assertEquals(List.of("a", "<eos>", " ", "<eos>", " "), letters.ofRows("a\n \n "));
        assertEquals(List.of(), letters.of(" "));
    }

    @Test
    void standardKeepsEveryWordAndDropsPunctuation() {
        assertEquals(
                List.of("it's", "not", "a", "bad", "film", "at", "all"),
                words(Tokenizer.STANDARD, "It's NOT a bad film -- at all!"));
    }

    @Test
    void punctuationKeepsMarksAsWordsOfTheirOwn() {
        assertEquals(
                List.of("well", ",", "it's", "not", "bad", "!", "!", "8", "/", "10", "..."),
                words(Tokenizer.PUNCTUATION, " Well, it's NOT bad!! 8/10 ..... "));
        assertEquals(
                List.of("\"", "the", "u.s.a", ".", "cost", "$", "3.50", "\"", "...", "?"),
                words(Tokenizer.PUNCTUATION, "\"The U.S.A. cost $3.50\"\u2026?"));
        assertEquals(List.of("很", "好", "！", "我"), words(Tokenizer.PUNCTUATION, "很好！\n我"));
        assertEquals(List.of("\uD83D\uDE00"), words(Tokenizer.PUNCTUATION, " \uD83D\uDE00\u0007"));
        assertEquals(List.of(), words(Tokenizer.PUNCTUATION, " \u0007 "));
    }

    @Test
    void emoticonsAreWordsWhereTheyAreOnes() {
        assertEquals(
                List.of("great", ":)", "sad", ":-(", ";)", ":'(", ":d", "=p", "<3", "."),
                words(Tokenizer.PUNCTUATION, "great:) sad :-( ;) :'( :D =P <3."));
        assertEquals(
                List.of("at", "10", ":", "30", ",", "2", ":", "3", ",", "http", ":", "/", "/", "a"),
                words(Tokenizer.PUNCTUATION, "at 10:30, 2:3, http://a"));
    }

    @Test
    void whitespaceKeepsPunctuation() {
        assertEquals(List.of("well,", "no!"), words(Tokenizer.WHITESPACE, " Well,\n\tno!  "));
    }

    @Test
    void caseStaysWhereAskedFor() {
        assertEquals(
                List.of("Not", "BAD"),
                new Words(conf(Tokenizer.STANDARD, false, false, 400)).of("Not BAD"));
    }

    @Test
    void cjkGivesPairsOfCharactersAndWholeLatinWords() {
        assertEquals(List.of("不好", "好看", "lucene", "我"), words(Tokenizer.CJK, "不好看，Ｌucene。我"));
    }

    @Test
    void smartcnFindsChineseWords() {
        assertEquals(List.of("我", "是", "中国", "人", ","), words(Tokenizer.SMARTCN, "我是中国人。"));
    }

    @Test
    void lettersAreOverlappingAndSeeSpaces() {
        assertEquals(List.of("ab ", "b c", " cd"), words(Tokenizer.LETTERS, "AB cd"));
    }

    @Test
    void textShorterThanItsLettersGivesOneWord() {
        assertEquals(List.of("li "), words(Tokenizer.LETTERS, "Li"));
        assertEquals(List.of("\uD83D\uDE00  "), words(Tokenizer.LETTERS, "\uD83D\uDE00"));
    }

    @Test
    void htmlIsRemovedOnlyWhereAskedFor() {
        String text = "Great<br /><br />film &amp; <b>cast</b><!-- bad --><script>worse()</script>";
        assertEquals(
                List.of("great", "film", "cast"),
                new Words(conf(Tokenizer.STANDARD, true, true, 400)).of(text));
        assertTrue(words(Tokenizer.STANDARD, text).contains("br"));
        assertEquals(
                List.of("3<4"),
                new Words(conf(Tokenizer.WHITESPACE, true, true, 400)).of("3&lt;4"));
    }

    @Test
    void htmlWithoutAnyTextHasNoWords() {
        assertEquals(
                List.of(), new Words(conf(Tokenizer.LETTERS, true, true, 400)).of("<p><br/></p>"));
    }

    @ParameterizedTest
    @EnumSource(Tokenizer.class)
    void textsThatLookTheSameHaveTheSameWords(Tokenizer tokenizer) {
        var plain = "I didn't like O'Neil's 'réussi' café, Ångström's";
        var expected = words(tokenizer, plain);
        for (var variant :
                List.of(
                        plain.replace('\'', '\u2019'),
                        plain.replace('\'', '\uFF07'),
                        plain.replace('\'', '\u201B').replaceFirst("\u201B", "\u02BC"),
                        Normalizer.normalize(plain, Normalizer.Form.NFD).replace('\'', '\u2018'),
                        "\uFEFF" + plain.replace(' ', '\u00A0'),
                        plain.replace("didn", "did\u00ADn\u200B"),
                        plain.replace("é", "e\u2060\u0301"))) {
            assertEquals(expected, words(tokenizer, variant), variant);
        }
    }

    @Test
    void entitiesOfHtmlBecomeTheSameCharacters() {
        assertEquals(
                List.of("didn't", "like", "extraordinary"),
                new Words(conf(Tokenizer.WHITESPACE, true, true, 400))
                        .of("didn&rsquo;t like&nbsp;extra&shy;ordinary"));
        assertEquals(
                List.of("didn't"),
                new Words(conf(Tokenizer.STANDARD, true, true, 400)).of("didn&#8217;t"));
    }

    @Test
    void whatMeansSomethingStays() {
        assertEquals(List.of("می\u200Cخواهم"), words(Tokenizer.WHITESPACE, "می\u200Cخواهم"));
        assertEquals(List.of("5\u20326\u2033"), words(Tokenizer.WHITESPACE, "5\u20326\u2033"));
        assertEquals(List.of("ﬁlm"), words(Tokenizer.STANDARD, "ﬁlm"));
    }

    @Test
    void nfkcAlsoUnfoldsLigaturesAndFullWidth() {
        var conf =
                TextConf.STANDARD
                        .with(TextConf.TOKENIZER, Tokenizer.STANDARD)
                        .with(TextConf.NORMALIZE, Normalize.NFKC);
        assertEquals(List.of("film", "good"), new Words(conf).of("ﬁlm ｇｏｏｄ"));
    }

    @Test
    void lowerCaseDependsOnNoLanguage() {
        assertEquals(List.of("istanbul", "title"), words(Tokenizer.STANDARD, "İstanbul TITLE"));
        assertEquals(
                words(Tokenizer.STANDARD, "ο δρόμος, σοφός"),
                words(Tokenizer.STANDARD, "Ο ΔΡΌΜΟΣ, ΣΟΦΌΣ"));
    }

    @ParameterizedTest
    @EnumSource(
            value = Tokenizer.class,
            names = {"STANDARD", "WHITESPACE"})
    void versionOneCutsTextAsItIs(Tokenizer tokenizer) {
        var conf =
                Tasks.reader()
                        .read(
                                "{run: {dir: r}, data: {train: {format: json, path: p}}}",
                                "test",
                                List.of());
        var old = Words.asOf(1, conf).text();
        assertEquals(Normalize.NONE, old.normalize());
        assertEquals(conf, Words.asOf(2, conf));
        var cut = old.with(TextConf.TOKENIZER, tokenizer).with(TextConf.LETTERS, 1);
        assertNotEquals(new Words(cut).of("didn't"), new Words(cut).of("didn\u2019t"));
    }

    @ParameterizedTest
    @EnumSource(Tokenizer.class)
    void blankTextHasNoWords(Tokenizer tokenizer) {
        assertEquals(List.of(), words(tokenizer, ""));
        assertEquals(List.of(), words(tokenizer, " \n\t "));
    }

    @ParameterizedTest
    @EnumSource(Tokenizer.class)
    void stopsAfterMaxLengthAndIsReadyForTheNextText(Tokenizer tokenizer) {
        String text = "the film 电影很好看 was good. And then, it went on for ever and ever.";
        List<String> all = words(tokenizer, text);
        var few = new Words(conf(tokenizer, true, false, 5));
        for (int i = 0; i < 3; i++) {
            assertEquals(all.subList(0, 5), few.of(text));
            assertEquals(words(tokenizer, "yes"), few.of("yes"));
        }
    }

    @ParameterizedTest
    @EnumSource(Tokenizer.class)
    void textLongerThanAnyBufferIsReadToItsEnd(Tokenizer tokenizer) {
        var words = new Words(conf(tokenizer, true, false, Integer.MAX_VALUE));
        List<String> found = words.of("good ".repeat(5000) + "end");
        assertTrue(found.size() >= 5001);
        assertEquals("end", found.get(found.size() - 1));
    }

    @ParameterizedTest
    @EnumSource(
            value = Tokenizer.class,
            names = {"STANDARD", "WHITESPACE", "CJK"})
    void overlongWordIsCutIntoPieces(Tokenizer tokenizer) {
        assertEquals(
                List.of("x".repeat(255), "x".repeat(255), "x".repeat(90), "y"),
                words(tokenizer, "x".repeat(600) + " y"));
    }
}
