package unroll.spark.score;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import scala.jdk.javaapi.CollectionConverters;
import unroll.task.Column;

/** Converts the columns of answers to types of Spark. */
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

    /** Returns a value of an answer with lists and maps as Scala's. */
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
