package unroll.spark.source;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Row;
import scala.jdk.javaapi.CollectionConverters;
import unroll.encode.MappedIterator;
import unroll.encode.row.RawRecord;

/** Turns the rows of {@link Sources} into records of plain Java types. */
public final class RowRecords {
    private RowRecords() {}

    /** Returns rows of {@link Sources#examples}: sequence, target, corrupt record and name. */
    public static Iterator<RawRecord> of(Iterator<Row> rows) {
        return new MappedIterator<>(
                rows,
                row ->
                        new RawRecord(
                                plain(row.get(0)),
                                plain(row.get(1)),
                                row.getString(2),
                                row.getString(3)));
    }

    /** Returns a column's value with arrays and structs as lists, vectors as arrays of doubles. */
    public static Object plain(Object value) {
        if (value instanceof Vector vector) {
            return vector.toArray();
        }
        if (value instanceof Row struct) {
            var fields = new ArrayList<>(struct.length());
            for (int i = 0; i < struct.length(); i++) {
                fields.add(plain(struct.get(i)));
            }
            return fields;
        }
        if (!(value instanceof scala.collection.Iterable<?> array)) {
            return value;
        }
        List<Object> items = new ArrayList<>(array.size());
        for (var item : CollectionConverters.asJava(array)) {
            items.add(plain(item));
        }
        return items;
    }
}
