package unroll.spark.sink;

import java.io.IOException;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.SparkSession;
import unroll.conf.Configuration;
import unroll.conf.ConfigurationException;
import unroll.conf.SourceConf;
import unroll.encode.row.Rejected;
import unroll.predict.ScoringRequest;
import unroll.spark.prepare.RejectedRows;
import unroll.spark.store.NamedStores;

/**
 * The destination of rejected rows of a command that reads rows with a model.
 *
 * @param path new folder for JSON lines; empty if the rows are only counted
 */
public record CommandRejections(SparkSession session, String path) implements RejectedRows {
    /**
     * Checks the destination.
     *
     * @param source the source that the command reads
     * @param output the command's other output; empty without one
     * @throws ConfigurationException if the rows may not be written there
     */
    public static RejectedRows of(
            ScoringRequest request,
            SparkSession session,
            Configuration conf,
            SourceConf source,
            String output)
            throws IOException {
        var path = request.rejected();
        if (!path.isEmpty()) {
            var hadoop = session.sparkContext().hadoopConfiguration();
            Overlap.ofCommand(hadoop, source, conf, request.model())
                    .with("--output", output.isEmpty() ? List.of() : List.of(output))
                    .check("--rejected", path);
            var store = NamedStores.open("--rejected", path, hadoop);
            if (store.exists(path)) {
                throw new ConfigurationException(
                        "--rejected: expected a new place, got %s, which is there already"
                                .formatted(path));
            }
            store.requireWritable(path);
        }
        return new CommandRejections(session, path);
    }

    @Override
    public String place(String part) {
        return path;
    }

    @Override
    public String where(String part) {
        return path.isEmpty()
                ? "; --rejected PATH writes them there"
                : RejectedRows.super.where(part);
    }

    @Override
    public String remedy() {
        return "fix the source, or allow more with --set data.maxRejected=SHARE";
    }

    @Override
    public void write(String part, JavaRDD<Rejected> rows) {
        if (!path.isEmpty()) {
            RejectedRows.json(session, rows, path);
        }
    }
}
