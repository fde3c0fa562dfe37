package unroll.spark.prepare;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.storage.StorageLevel;
import unroll.conf.Configuration;
import unroll.conf.SourceConf;
import unroll.encode.Codec;
import unroll.encode.Encoding;
import unroll.encode.row.RawBlock;
import unroll.encode.row.RawRecord;
import unroll.encode.row.Reason;
import unroll.encode.row.RecordReader;
import unroll.encode.row.Rejected;
import unroll.encode.survey.ContentSum;
import unroll.encode.survey.CutRows;
import unroll.encode.survey.Survey;

/**
 * A source as raw blocks, read once and surveyed.
 *
 * @param blocks with a check that they are those that were surveyed
 * @param share of the examples that is for validation
 */
record SourcePart(
        String name,
        JavaRDD<RawBlock> cached,
        JavaRDD<RawBlock> blocks,
        double share,
        Survey survey) {

    /**
     * Reads a source.
     *
     * @param name such as {@code train}
     */
    static SourcePart read(
            JavaRDD<RawRecord> records,
            Configuration conf,
            SourceConf source,
            String name,
            RecordReader.Columns columns,
            double share) {
        long seed = conf.run().seed();
        var key = "data." + name;
        var cached =
                records.mapPartitions(rows -> RawBlock.read(rows, columns, seed))
                        .setName("blocks of " + key)
                        .persist(StorageLevel.MEMORY_AND_DISK());
        var surveys =
                cached.mapPartitions(
                                (Iterator<RawBlock> some) ->
                                        Collections.singleton(Survey.of(some, share)).iterator())
                        .collect();
        var checked =
                UnchangedBlocks.check(
                        cached,
                        key + ": " + source.path(),
                        ContentSum::new,
                        surveys.stream().map(Survey::fingerprint).toList());
        return new SourcePart(name, cached, checked, share, Survey.sum(surveys));
    }

    /** Accounts for the rejected rows, among them those that are unlike the training set. */
    void reject(Codec known, Rejections rejections) {
        var counts = new TreeMap<Reason, Long>(survey.rejected());
        JavaRDD<Rejected> rows = blocks.flatMap(block -> block.rejected().iterator());
        long unknown = 0;
        if (mayHoldUnknown(known)) {
            double validating = share;
            var strange = blocks.flatMap(block -> unknown(block, validating, known).iterator());
            for (var count : strange.map(Rejected::reason).countByValue().entrySet()) {
                counts.put(count.getKey(), count.getValue());
                unknown += count.getValue();
            }
            rows = rows.union(strange);
        }
        rejections.add(name, counts, survey.examples() - unknown, rows);
    }

    private boolean mayHoldUnknown(Codec known) {
        return survey.widths().size() > 1
                || survey.widths().stream().anyMatch(widths -> !Encoding.widthsMatch(widths, known))
                || !known.inputs().fitsAllTo(survey.largestNumber())
                || !known.targets().fitsAllTo(survey.largestNumber())
                || survey.validation().keySet().stream()
                        .anyMatch(label -> !known.accepts(List.of(label)));
    }

    private static List<Rejected> unknown(RawBlock block, double share, Codec codec) {
        var rejected = new ArrayList<Rejected>();
        for (int i = 0; i < block.examples(); i++) {
            var strange = Encoding.wrongNumbers(block, i, codec);
            if (strange != null) {
                rejected.add(new Rejected(strange, block.text(i), block.label(i)));
            } else if (block.hash(i).validation(share) && !codec.accepts(block.labels(i))) {
                rejected.add(new Rejected(Reason.UNKNOWN_LABEL, block.text(i), block.label(i)));
            }
        }
        return rejected;
    }

    /** Counts the examples that are cut, in another pass only if words have pieces. */
    CutRows cut(Broadcast<Encoding> encoding) {
        long cut =
                encoding.value().splitsWords()
                        ? blocks.map(block -> encoding.value().cut(block)).fold(0L, Long::sum)
                        : survey.cut();
        return new CutRows(cut, survey.examples());
    }
}
