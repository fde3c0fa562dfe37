package unroll.spark.source;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PushbackInputStream;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import unroll.data.DataException;
import unroll.records.ByteOrderMark;
import unroll.records.TextRecord;
import unroll.records.TextSplitting;
import unroll.spark.SparkErrors;
import unroll.spark.store.RawFiles;

/** The records of one text file, which is opened for the first record and closed after the last. */
final class TextFile implements Iterator<TextRecord> {
    private final Path path;
    private final Configuration hadoop;
    private final String encoding;
    private final TextSplitting splitting;
    private Reader reader; // null until it is opened
    private Iterator<TextRecord> records;
    private boolean ended;

    /**
     * @param encoding of a file without a byte order mark
     */
    TextFile(Path path, Configuration hadoop, String encoding, TextSplitting splitting) {
        this.path = path;
        this.hadoop = hadoop;
        this.encoding = encoding;
        this.splitting = splitting;
    }

    @Override
    public boolean hasNext() {
        try {
            if (reader == null) {
                reader = open();
                records = splitting.records(reader, path.toString());
            }
            if (!ended && !records.hasNext()) {
                ended = true;
                reader.close();
            }
            return !ended;
        } catch (IOException | UncheckedIOException e) {
            throw damaged(e);
        }
    }

    @Override
    public TextRecord next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        try {
            return records.next();
        } catch (UncheckedIOException e) {
            throw damaged(e);
        }
    }

    private Reader open() throws IOException {
        var in = new PushbackInputStream(RawFiles.decompressed(path, hadoop), ByteOrderMark.BYTES);
        var start = in.readNBytes(ByteOrderMark.BYTES);
        var mark = ByteOrderMark.of(start);
        int skipped = mark == null ? 0 : mark.length();
        in.unread(start, skipped, start.length - skipped);
        return new InputStreamReader(in, mark == null ? encoding : mark.encoding());
    }

    private DataException damaged(Exception e) {
        var cause = e instanceof UncheckedIOException unchecked ? unchecked.getCause() : e;
        return new DataException("cannot read " + path + ": " + SparkErrors.firstLine(cause));
    }
}
