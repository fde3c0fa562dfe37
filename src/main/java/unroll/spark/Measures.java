package unroll.spark;

import java.util.LinkedHashMap;
import java.util.Map;

/** How well a model does on rows, in a task's own figures. */
public interface Measures {
    /** How many rows, numbers or words were measured, by what they are. */
    Map<String, Long> counts();

    /** The figures that a summary shows, by name, the first one being the one to go by. */
    Map<String, Double> headline();

    /** The same as people read them: heading and figure, at most three. */
    Map<String, String> shown();

    /** Everything, as JSON holds it. */
    default Map<String, Object> tree() {
        var tree = new LinkedHashMap<String, Object>();
        tree.putAll(counts());
        headline()
                .forEach(
                        (name, figure) -> {
                            if (Double.isFinite(figure)) { // JSON holds no others
                                tree.put(name, figure);
                            }
                        });
        return tree;
    }

    /** Tables for the terminal. */
    String text();
}
