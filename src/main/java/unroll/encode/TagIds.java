package unroll.encode;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import unroll.text.TagName;
import unroll.text.TagName.Place;

/**
 * The ids of tags, which are labels of steps. Known ones are numbered in the order of the model's
 * outputs. A tag that the training set does not have cannot be predicted, but it is still part of a
 * span: its id is below -1, and tells its place and its type. A plain class, since Spark sends it
 * to executors.
 */
public final class TagIds implements Serializable {
    private static final List<Place> PLACES = List.of(Place.values());

    private final LinkedHashMap<String, Integer> ids = new LinkedHashMap<>();
    private final LinkedHashMap<String, Integer> types = new LinkedHashMap<>(); // in their order
    private final ArrayList<TagName> names = new ArrayList<>(); // of known tags

    /**
     * @param tags that are known
     */
    public TagIds(List<String> tags) {
        types.put("", 0);
        for (var tag : tags) {
            ids.put(tag, ids.size());
            names.add(TagName.of(tag));
            types.putIfAbsent(TagName.of(tag).type(), types.size());
        }
    }

    /**
     * Returns the ids of the tags of an example. Unknown types have numbers of that example alone,
     * which tell them apart.
     */
    public int[] of(List<String> tags) {
        var more = new LinkedHashMap<String, Integer>();
        return tags.stream()
                .mapToInt(tag -> ids.containsKey(tag) ? ids.get(tag) : unknown(tag, more))
                .toArray();
    }

    /**
     * @param more numbers of the example's unknown types
     */
    private int unknown(String tag, Map<String, Integer> more) {
        var name = TagName.of(tag);
        var type = types.get(name.type());
        if (type == null) {
            more.putIfAbsent(name.type(), types.size() + more.size());
            type = more.get(name.type());
        }
        return -2 - PLACES.indexOf(name.place()) - PLACES.size() * type;
    }

    /** Returns the types of known tags, in the order of their numbers; the first is none. */
    public List<String> types() {
        return List.copyOf(types.keySet());
    }

    /** Returns whether known tags name spans, such as B-city or B. */
    public boolean nameSpans() {
        return names.stream()
                .anyMatch(
                        name ->
                                name.place() == Place.BEGIN
                                        || (name.place() != Place.OTHER
                                                && name.place() != Place.OUTSIDE
                                                && !name.type().isEmpty()));
    }

    /**
     * Returns where in a span a tag stands.
     *
     * @param id of {@link #of}
     */
    public Place place(int id) {
        return id >= 0 ? names.get(id).place() : PLACES.get((-2 - id) % PLACES.size());
    }

    /**
     * Returns the number of a tag's type.
     *
     * @param id of {@link #of}
     */
    public int type(int id) {
        return id >= 0 ? types.get(names.get(id).type()) : (-2 - id) / PLACES.size();
    }
}
