package unroll.conf.read;

import java.util.ArrayDeque;
import java.util.Set;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import unroll.conf.ConfigurationException;
import unroll.conf.setting.Mistakes;

/** Limits of a YAML file, whose nodes are composed and read by recursion. */
final class YamlLimits {
    /** Deepest nesting: far above any configuration. */
    static final int DEPTH = 50;

    /** Most values that are given again by an alias. */
    private static final int ALIASES = 50;

    private static final String STANDARD = "tag:yaml.org,2002:";
    private static final Set<String> TAGS =
            Set.of("str", "int", "float", "bool", "null", "map", "seq");

    private YamlLimits() {}

    /**
     * Checks a document before its nodes are composed.
     *
     * @throws ConfigurationException when it is nested too deep, contains itself, or asks for a
     *     type that configurations do not have
     */
    static void check(Iterable<Event> events) {
        var open = new ArrayDeque<String>(); // anchors of the collections around the event
        int aliases = 0;
        for (var event : events) {
            if (event instanceof CollectionStartEvent start) {
                checkTag(start.getTag().orElse(""), event);
                open.push(start.getAnchor().map(Object::toString).orElse(""));
                if (open.size() > DEPTH) {
                    throw wrong(event, "at most " + DEPTH + " levels of nesting", "more");
                }
            } else if (event instanceof CollectionEndEvent) {
                open.pop();
            } else if (event instanceof AliasEvent alias) {
                if (++aliases > ALIASES) {
                    throw wrong(event, "at most " + ALIASES + " aliases", "more");
                }
                var anchor = alias.getAlias().toString();
                if (open.contains(anchor)) {
                    throw wrong(event, "a value that does not hold itself", "*" + anchor);
                }
            } else if (event instanceof ScalarEvent scalar) {
                checkTag(scalar.getTag().orElse(""), event);
            }
        }
    }

    private static void checkTag(String tag, Event event) {
        boolean standard =
                tag.startsWith(STANDARD) && TAGS.contains(tag.substring(STANDARD.length()));
        if (!tag.isEmpty() && !standard) {
            throw wrong(event, "plain values", "the tag " + tag.replace(STANDARD, "!!"));
        }
    }

    private static ConfigurationException wrong(Event event, String expected, String got) {
        var place = event.getStartMark().map((Mark mark) -> Mistakes.where(mark) + ": ").orElse("");
        return new ConfigurationException(place + "expected " + expected + ", got " + got);
    }
}
