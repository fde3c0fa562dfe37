package unroll.predict;

/**
 * What is asked of the rows whose vectors are nearest to a row's own.
 *
 * @param count how many of them; 0 for none
 * @param column by which they are named; empty for the text, or the path of a sound
 */
public record Neighbourhood(int count, String column) {
    /** Nothing is asked. */
    public static final Neighbourhood NONE = new Neighbourhood(0, "");
}
