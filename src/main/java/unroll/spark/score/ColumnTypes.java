package unroll.spark.score;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import scala.jdk.javaapi.CollectionConverters;
import unroll.task.Column;

/** Converts the columns of predictions to types of Spark. */
final class ColumnTypes {
    private ColumnTypes() {}

    static StructType schema(List<Column> columns) {
        var schema = new StructType();
        for (var column : columns) {
            schema = schema.add(column.name(), type(column.type()));
        }
        return schema;
    }

    private static DataType type(Column.Type type) {
        if (type instanceof Column.ListOf list) {
            return DataTypes.createArrayType(type(list.items()), false);
        }
        if (type instanceof Column.MapOf map) {
            return DataTypes.createMapType(DataTypes.StringType, type(map.values()), false);
        }
        return switch ((Column.Single) type) {
            case TEXT -> DataTypes.StringType;
            case INT -> DataTypes.IntegerType;
            case FLOAT -> DataTypes.FloatType;
            case DOUBLE -> DataTypes.DoubleType;
        };
    }

    /** Returns a schema with more columns after its own. */
    static StructType with(StructType schema, StructType added) {
        var all = schema;
        for (var field : added.fields()) {
            all = all.add(field);
        }
        return all;
    }

    /**
     * Returns the first values of a row, with those of added columns after them.
     *
     * @param width number of values of the row that stay
     * @param added number of columns
     * @param values of these, lists and maps among them; null if all are
     */
    static Row row(Row row, int width, int added, Object... values) {
        var all = new Object[width + added];
        for (int i = 0; i < width; i++) {
            all[i] = row.get(i);
        }
        if (values != null) {
            for (int i = 0; i < added; i++) {
                all[width + i] = value(values[i]);
            }
        }
        return RowFactory.create(all);
    }

    /** Returns a value of a prediction with lists and maps as Scala's. */
    static Object value(Object value) {
        if (value instanceof List<?> list) {
            return CollectionConverters.asScala(list.stream().map(ColumnTypes::value).toList())
                    .toSeq();
        }
        if (value instanceof Map<?, ?> map) {
            var values = new LinkedHashMap<Object, Object>();
            map.forEach((key, item) -> values.put(key, value(item)));
            return CollectionConverters.asScala(values);
        }
        return value;
    }
}
