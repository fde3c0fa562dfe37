import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * Writes the sample data: short invented reviews, English and Chinese, whose sense lies in the order of their words.
 *
 * <p>Every sentence has two readings made of the same material: a word that praises or blames, and what turns it round
 * ("hardly", "nobody would say", "and they are wrong") or leaves it standing ("everybody would say", "and they are
 * right"); or a word of either kind, and an order that says which of them counts ("began as ..., and ended as ..."). Words
 * are therefore shared evenly between the labels, and single words and pairs of neighbours tell little.
 *
 * <p>The test set is made of pairs of word and thing that the training set never joins, and two fifths of its
 * sentences of forms that the training set never uses: operators known one by one, but newly combined.
 *
 * <pre>java -Dfile.encoding=UTF-8 data-samples/SampleReviews.java [folder] [share of wrong training labels]</pre>
 *
 * The folder is {@code data-samples} and the share 0.03 unless given. The same arguments give the same bytes.
 */
public final class SampleReviews {
    private static final long SEED = 20_26;

    public static void main(String[] arguments) throws IOException {
        if (!"好".equals("\u597d")) { // Java 17 reads a single source file in the encoding of the locale
            System.err.println("this source was not read as UTF-8: run it with java -Dfile.encoding=UTF-8");
            System.exit(2);
        }
        Path folder = Path.of(arguments.length > 0 ? arguments[0] : "data-samples");
        double wrong = arguments.length > 1 ? Double.parseDouble(arguments[1]) : 0.03;
        write(folder.resolve("reviews"), new English(new Random(SEED)), 6000, 1500, wrong);
        write(folder.resolve("reviews-zh"), new Chinese(new Random(SEED + 1)), 2000, 500, wrong);
    }

    private static void write(Path folder, Language language, int train, int test, double wrong)
            throws IOException {
        var seen = new HashSet<String>();
        List<Review> training = language.reviews(train, false, seen);
        // Which labels are wrong is drawn apart, so that another share leaves the texts as they are.
        var order = new ArrayList<Integer>();
        for (int i = 0; i < train; i++) {
            order.add(i);
        }
        Collections.shuffle(order, new Random(SEED + 2));
        for (int i : order.subList(0, (int) Math.round(wrong * train))) {
            training.set(i, new Review(!training.get(i).positive(), training.get(i).text()));
        }
        save(folder.resolve("train"), "train", training);
        save(folder.resolve("test"), "test", language.reviews(test, true, seen));
    }

    private static void save(Path folder, String name, List<Review> reviews) throws IOException {
        var lines = new StringBuilder();
        for (int i = 0; i < reviews.size(); i++) {
            Review review = reviews.get(i);
            lines.append("{\"id\":\"%s-%05d\",\"label\":\"%s\",\"text\":\"%s\"}\n"
                    .formatted(name, i, review.positive() ? "pos" : "neg", review.text())); // no text needs escapes
        }
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("part-0.jsonl"), lines);
    }

    private record Review(boolean positive, String text) {}

    /** Something that leaves the sense of what it is joined to, or turns it round. */
    private record Operator(String text, boolean keeps) {}

    private static Operator keeps(String text) {
        return new Operator(text, true);
    }

    private static Operator turns(String text) {
        return new Operator(text, false);
    }

    /** What both grammars share: draws, and what is kept back for the test set. */
    private abstract static class Language {
        private final Random random;
        private boolean test; // the part being written
        private boolean fresh; // whether the sentence being written has a form kept back for the test set

        Language(Random random) {
            this.random = random;
        }

        /** As many of either label, in a random order, none equal to one seen. */
        final List<Review> reviews(int count, boolean ofTest, Set<String> seen) {
            test = ofTest;
            var reviews = new ArrayList<Review>();
            while (reviews.size() < count) {
                boolean positive = reviews.size() % 2 == 0;
                String text = review(positive);
                if (seen.add(text)) {
                    reviews.add(new Review(positive, text));
                }
            }
            Collections.shuffle(reviews, random);
            return reviews;
        }

        abstract String review(boolean positive);

        /** Decides for the next sentence whether its form is one of those kept back. */
        final void nextSentence() {
            fresh = test && chance(0.4);
        }

        final boolean fresh() {
            return fresh;
        }

        final boolean chance(double share) {
            return random.nextDouble() < share;
        }

        final int below(int bound) {
            return random.nextInt(bound);
        }

        final <T> T one(List<T> choices) {
            return choices.get(below(choices.size()));
        }

        final String one(String... choices) {
            return choices[below(choices.length)];
        }

        /** One of the forms of the training set, or one of those kept back. */
        final String form(List<String> forms, List<String> keptBack) {
            return fresh ? one(keptBack) : one(forms);
        }

        /** Two operators whose joint sense is the one asked for; a fifth of all pairs is kept back. */
        final Operator[] pair(List<Operator> outer, List<Operator> inner, boolean keeps) {
            while (true) {
                int o = below(outer.size());
                int i = below(inner.size());
                boolean keptBack = (2 * o + i) % 5 == 0;
                if (keptBack == fresh && (outer.get(o).keeps() == inner.get(i).keeps()) == keeps) {
                    return new Operator[] {outer.get(o), inner.get(i)};
                }
            }
        }

        /** A word for a thing; of all pairs of word and thing, a fourth is kept back for the test set. */
        final String word(List<String> words, String thing) {
            while (true) {
                int i = below(words.size());
                boolean keptBack = Math.floorMod(i + thing.hashCode(), 4) == 0;
                if (keptBack == test) {
                    return words.get(i);
                }
            }
        }
    }

    private static final class English extends Language {
        private static final List<String> PRAISE = List.of(
                "good", "great", "excellent", "wonderful", "charming", "delightful", "moving", "gripping", "clever",
                "brilliant", "funny", "lovely", "enjoyable", "memorable", "inspired", "witty", "engaging", "fresh",
                "warm", "superb", "beautiful", "impressive", "graceful", "thrilling");
        private static final List<String> BLAME = List.of(
                "bad", "poor", "awful", "terrible", "dull", "boring", "tedious", "clumsy", "bland", "flat", "lifeless",
                "forgettable", "predictable", "dreary", "shallow", "weak", "sloppy", "tiresome", "silly", "stale",
                "hollow", "dismal", "annoying", "dreadful");
        private static final List<String> WELL = List.of("well", "strongly", "smoothly", "confidently", "gracefully");
        private static final List<String> BADLY = List.of("badly", "weakly", "poorly", "clumsily", "awkwardly");
        private static final String[] ADVERBS = {
            "very", "really", "truly", "particularly", "remarkably", "quite", "rather", "genuinely"
        };

        private static final List<Operator> OUTER = List.of(
                keeps("I would say that"),
                turns("I would not say that"),
                keeps("everybody I know would say that"),
                turns("nobody I know would say that"),
                keeps("I agree with those who say that"),
                turns("I do not agree with those who say that"),
                keeps("it is simply true that"),
                turns("it is simply not true that"),
                turns("I would not go so far as to say that"),
                keeps("you will soon see that"));
        private static final List<Operator> INNER = List.of(
                keeps("was %s"),
                turns("was not %s at all"),
                keeps("turned out to be %s"),
                turns("was anything but %s"),
                keeps("was %s most of the time"),
                turns("was far from being %s"),
                turns("was hardly ever %s"));
        private static final List<Operator> LATER = List.of(
                keeps("and I still think so"),
                turns("and I no longer think so"),
                keeps("and I have not changed my mind"),
                turns("and I have changed my mind"));
        private static final List<Operator> OTHERS = List.of(
                keeps("and they are right"),
                turns("and they are wrong"),
                keeps("and they are not wrong"),
                turns("and they are not right"));
        private static final List<Operator> FULFILLED = List.of(
                keeps("and it was"),
                turns("and it was not"),
                keeps("and so it was"),
                turns("and it was nothing of the kind"));

        private static final List<String> TURN = List.of(
                "the EARLY THEN, but the LATE NOW",
                "the EARLY THEN, and yet the LATE NOW",
                "the LATE NOW, though the EARLY THEN",
                "it began as A-THEN KIND and ended as A-NOW one",
                "it starts WELL-THEN and ends WELL-NOW",
                "it ends WELL-NOW, though it starts WELL-THEN");
        private static final List<String> TURN_KEPT_BACK = List.of(
                "though the EARLY THEN, the LATE NOW",
                "it ended as A-NOW KIND, though it began as A-THEN one",
                "though it starts WELL-THEN, it ends WELL-NOW");
        private static final List<String> WHOLE = List.of(
                "although the PART THEN, the KIND as a whole NOW",
                "the KIND as a whole NOW, although the PART THEN",
                "the PART THEN, but the KIND as a whole NOW",
                "the KIND as a whole NOW, even if the PART THEN");
        private static final List<String> WHOLE_KEPT_BACK = List.of(
                "even if the PART THEN, the KIND as a whole NOW",
                "the PART THEN, and yet the KIND as a whole NOW");
        private static final List<String> HOPE = List.of(
                "I expected A-THEN KIND and got A-NOW one",
                "I got A-NOW KIND, though I expected A-THEN one",
                "they promised us A-THEN KIND, but it was A-NOW one",
                "it was A-NOW KIND, though they promised us A-THEN one");
        private static final List<String> HOPE_KEPT_BACK = List.of(
                "though I expected A-THEN KIND, I got A-NOW one",
                "I expected A-THEN KIND, but it was A-NOW one",
                "I got A-NOW KIND, though they promised us A-THEN one");

        private record Theme(List<String> kinds, List<String> parts, List<String> early, List<String> late,
                List<String> where) {}

        private static final List<Theme> THEMES = List.of(
                new Theme(
                        List.of("film", "movie", "thriller", "comedy", "drama", "documentary", "sequel"),
                        List.of("plot", "acting", "dialogue", "soundtrack", "script", "camera work", "cast"),
                        List.of("opening", "first half", "first hour"),
                        List.of("ending", "second half", "last hour"),
                        List.of("saw it at the old cinema", "watched it at home", "streamed it in two sittings",
                                "caught it at the festival")),
                new Theme(
                        List.of("novel", "book", "memoir", "love story", "crime story"),
                        List.of("plot", "style", "dialogue", "main character", "humour", "language"),
                        List.of("opening", "first half", "first chapter"),
                        List.of("ending", "second half", "last chapter"),
                        List.of("read it on the train", "borrowed it from the library", "listened to it in the car",
                                "read it in one weekend")),
                new Theme(
                        List.of("play", "musical", "production", "show"),
                        List.of("acting", "staging", "music", "singing", "script", "cast"),
                        List.of("opening", "first half", "first act"),
                        List.of("ending", "second half", "last act"),
                        List.of("went on the opening night", "had seats near the stage", "queued for tickets",
                                "went to the matinee")));
        private static final String[] WITH = {
            "with my sister", "with two friends from work", "on my own", "with the whole family", "with my neighbour",
            "with our reading group", "with an old school friend", "with my parents"
        };
        private static final String[] WHEN = {
            "last Tuesday", "on a rainy evening", "in the spring", "during the holidays", "on Friday", "last month",
            "over New Year", "one Sunday in October"
        };
        private static final String[] ASIDES = {
            "It has been out since March.", "The tickets came as a present.", "I knew the title from a poster.",
            "My brother had picked it.", "It was new to all of us.", "There was a talk afterwards.",
            "Somebody at work had mentioned it.", "I had not read any reviews.", "We talked about it on the way home.",
            "I wrote this the next morning.", "It is set in a small harbour town.", "It takes place in the north."
        };

        private Theme theme;

        English(Random random) {
            super(random);
        }

        @Override
        String review(boolean positive) {
            theme = one(THEMES);
            String kind = one(theme.kinds());
            var sentences = new ArrayList<String>();
            sentences.add(sentence(positive, kind));
            if (chance(0.2)) {
                sentences.add(sentence(positive, kind));
            }
            if (chance(0.25)) {
                sentences.add(0, "%s %s %s %s.".formatted(one("I", "We"), one(theme.where()), one(WHEN), one(WITH)));
            }
            if (chance(0.25)) {
                sentences.add(below(sentences.size() + 1), one(ASIDES));
            }
            return String.join(" ", sentences);
        }

        private String sentence(boolean positive, String kind) {
            nextSentence();
            String part = chance(0.5) ? kind : one(theme.parts());
            String text = switch (below(10)) {
                case 0, 1, 2, 3 -> said(positive, part);
                case 4, 5 -> filled(form(TURN, TURN_KEPT_BACK), positive, kind);
                case 6 -> filled(form(WHOLE, WHOLE_KEPT_BACK), positive, kind);
                case 7 -> filled(form(HOPE, HOPE_KEPT_BACK), positive, kind);
                case 8 -> believed(positive, part);
                default -> wished(positive, kind, one(theme.parts()));
            };
            return Character.toUpperCase(text.charAt(0)) + text.substring(1) + ".";
        }

        /** "Nobody I know would say that the plot was hardly ever really dull": one word, two operators. */
        private String said(boolean positive, String thing) {
            boolean praise = chance(0.5);
            Operator[] pair = pair(OUTER, INNER, praise == positive);
            return pair[0].text() + " the " + thing + " " + pair[1].text().formatted(adjective(praise, thing, true));
        }

        /** "At first I thought that the plot was really dull, and I no longer think so": the operator comes last. */
        private String believed(boolean positive, String thing) {
            boolean praise = chance(0.5);
            List<Operator> operators = one(List.of(LATER, OTHERS, FULFILLED));
            Operator operator = one(operators);
            while (operator.keeps() != (praise == positive)) {
                operator = one(operators);
            }
            String frame = operators == LATER
                    ? one("at first I thought that the %s was %s, %s", "once I believed that the %s was %s, %s")
                    : operators == OTHERS
                            ? one("some people say that the %s was %s, %s", "the papers say that the %s was %s, %s")
                            : one("I was told that the %s would be %s, %s", "we thought the %s would be %s, %s");
            return frame.formatted(thing, adjective(praise, thing, true), operator.text());
        }

        private String wished(boolean positive, String kind, String part) {
            boolean praise = chance(0.5);
            String frame = praise
                    ? positive ? "if only every %s were as %s as this one" : "if only the %2$s had been as %3$s as people say"
                    : positive
                            ? "it is just as well that the %2$s was not as %3$s as people say"
                            : "it is just as well that not every %s is as %s as this one";
            return frame.contains("%2$s")
                    ? frame.formatted(kind, part, adjective(praise, part, false))
                    : frame.formatted(kind, adjective(praise, kind, false));
        }

        /** Fills a form with two words: NOW agrees with the label, THEN does not. */
        private String filled(String form, boolean positive, String kind) {
            String part = one(theme.parts());
            int time = below(theme.early().size());
            String early = theme.early().get(time);
            String late = theme.late().get(time);
            boolean parts = form.contains("PART");
            String adverb = one(ADVERBS);
            return form.replace("A-THEN", withArticle(adjective(!positive, kind, true)))
                    .replace("A-NOW", withArticle(adjective(positive, kind, true)))
                    .replace("WELL-THEN", adverb + " " + word(positive ? BADLY : WELL, kind))
                    .replace("WELL-NOW", adverb + " " + word(positive ? WELL : BADLY, kind))
                    .replace("THEN", predicate(!positive, parts ? part : early))
                    .replace("NOW", predicate(positive, parts ? kind : late))
                    .replace("EARLY", early)
                    .replace("LATE", late)
                    .replace("PART", part)
                    .replace("KIND", kind);
        }

        /** "was really dull", or turned round: "was far from being really witty". */
        private String predicate(boolean positive, String thing) {
            Operator operator = chance(0.7) ? INNER.get(0) : one(INNER);
            return operator.text().formatted(adjective(positive == operator.keeps(), thing, true));
        }

        private String adjective(boolean praise, String thing, boolean graded) {
            String adjective = word(praise ? PRAISE : BLAME, thing);
            return graded && chance(0.75) ? one(ADVERBS) + " " + adjective : adjective;
        }

        private static String withArticle(String words) {
            return ("aeiou".indexOf(words.charAt(0)) >= 0 ? "an " : "a ") + words;
        }
    }

    private static final class Chinese extends Language {
        private static final List<String> PRAISE = List.of(
                "好看", "精彩", "感人", "有趣", "动人", "出色", "优秀", "温暖", "细腻", "生动", "流畅", "新颖", "深刻",
                "迷人", "真诚", "巧妙");
        private static final List<String> BLAME = List.of(
                "难看", "无聊", "沉闷", "乏味", "糟糕", "拖沓", "平庸", "空洞", "粗糙", "生硬", "俗套", "肤浅", "混乱",
                "幼稚", "做作", "枯燥");
        private static final String[] ADVERBS = {"很", "非常", "特别", "十分", "相当"};
        private static final List<Operator> OUTER = List.of(
                keeps("我觉得"), turns("我不觉得"), keeps("大家都会说"), turns("没有人会说"), keeps("我同意有些人说的"),
                turns("我不同意有些人说的"));
        private static final List<Operator> INNER = List.of(
                keeps("确实"), turns("并不"), keeps("真的"), turns("谈不上"), turns("从来都不"));
        private static final List<Operator> LATER = List.of(
                keeps("现在我还是这么想"), turns("现在我不这么想了"), keeps("事实也是这样"), turns("事实却不是这样"));
        private static final List<String> TURN = List.of(
                "EARLYTHEN，但是LATENOW", "LATENOW，不过EARLYTHEN", "本来以为KIND会THEN，结果NOW", "结果NOW，本来以为KIND会THEN",
                "虽然PARTTHEN，但是KIND整体上NOW", "KIND整体上NOW，虽然PARTTHEN");
        private static final List<String> TURN_KEPT_BACK = List.of(
                "虽然EARLYTHEN，但是LATENOW", "PARTTHEN，但是KIND整体上NOW", "KIND整体上NOW，不过PARTTHEN");
        private static final String[] KINDS = {"这部电影", "这本小说", "这部电视剧", "这出话剧", "这个故事", "这部纪录片"};
        private static final String[] PARTS = {"情节", "对白", "人物", "音乐", "风格", "语言"};
        private static final String[] EARLY = {"开头", "前半部分", "一开始"};
        private static final String[] LATE = {"结尾", "后半部分", "到最后"};
        private static final String[] WHO = {"我和朋友", "我一个人", "我们全家", "我和同事", "我和妹妹"};
        private static final String[] WHEN = {"上个周末", "昨天晚上", "假期里", "上个月", "星期五"};
        private static final String[] ASIDES = {
            "票是朋友送的。", "之前没有看过介绍。", "回家的路上我们聊了很久。", "故事发生在一个海边小镇。", "这是同事推荐的。",
            "第二天早上我写下了这些话。"
        };

        Chinese(Random random) {
            super(random);
        }

        @Override
        String review(boolean positive) {
            String kind = one(KINDS);
            var text = new StringBuilder(sentence(positive, kind));
            if (chance(0.2)) {
                text.append(sentence(positive, kind));
            }
            if (chance(0.25)) {
                text.insert(0, one(WHEN) + one(WHO) + "看了" + kind + "。");
            }
            if (chance(0.25)) {
                text.append(one(ASIDES));
            }
            return text.toString();
        }

        private String sentence(boolean positive, String kind) {
            nextSentence();
            String thing = chance(0.5) ? kind : one(PARTS);
            return switch (below(5)) {
                case 0, 1 -> said(positive, thing);
                case 2 -> believed(positive, thing);
                default -> filled(positive, kind);
            } + "。";
        }

        private String said(boolean positive, String thing) {
            boolean praise = chance(0.5);
            Operator[] pair = pair(OUTER, INNER, praise == positive);
            return pair[0].text() + thing + pair[1].text() + graded(praise, thing);
        }

        private String believed(boolean positive, String thing) {
            boolean praise = chance(0.5);
            Operator operator = one(LATER);
            while (operator.keeps() != (praise == positive)) {
                operator = one(LATER);
            }
            return one("起初我觉得", "朋友告诉我") + thing + graded(praise, thing) + "，" + operator.text();
        }

        private String filled(boolean positive, String kind) {
            int time = below(EARLY.length);
            String part = one(PARTS);
            return form(TURN, TURN_KEPT_BACK)
                    .replace("THEN", graded(!positive, kind))
                    .replace("NOW", graded(positive, kind))
                    .replace("EARLY", EARLY[time])
                    .replace("LATE", LATE[time])
                    .replace("PART", part)
                    .replace("KIND", kind);
        }

        private String graded(boolean praise, String thing) {
            return one(ADVERBS) + word(praise ? PRAISE : BLAME, thing);
        }
    }
}
