package unroll.spark;

import java.util.Map;

/** How well a model does on rows, in a task's own figures. */
public interface Measures {
    /** The figures that a summary shows, by name, the first one being the one to go by. */
    Map<String, Double> headline();

    /** The same as people read them: heading and figure, at most three. */
    Map<String, String> shown();

    /** Everything, as JSON holds it. */
    Map<String, Object> tree();

    /** Tables for the terminal. */
    String text();
}
