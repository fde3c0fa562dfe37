package unroll.task.language;

import java.util.List;
import unroll.conf.Configuration;
import unroll.conf.SourceConf;
import unroll.encode.Codec;
import unroll.encode.RowTarget;
import unroll.task.Task;
import unroll.task.TaskKind;

/** The next word of a document. */
public final class LanguageModelling implements TaskKind {
    @Override
    public RowTarget target(Configuration conf, SourceConf source) {
        return RowTarget.NONE;
    }

    @Override
    public boolean readsDocument() {
        return true;
    }

    @Override
    public Task task(Configuration conf, Codec codec, List<Long> classCounts) {
        return new Language(conf, codec.vocabulary().size());
    }

    @Override
    public String predictExample(SourceConf train) {
        return "--text \"...\" --steps 20";
    }
}
