package unroll.conf.read;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import unroll.conf.Configuration;
import unroll.conf.InputConf;
import unroll.conf.InputConf.VectorsConf;
import unroll.conf.SourceConf;

/** The files and folders that a configuration reads, by the keys of their settings. */
public final class ConfiguredPaths {
    private ConfiguredPaths() {}

    /** Returns those of the sources and the files of word vectors. */
    public static Map<String, List<String>> data(Configuration conf) {
        var paths = new LinkedHashMap<String, List<String>>();
        conf.data().sources().forEach((key, source) -> paths.putAll(source(key, source)));
        var inputs = conf.model().inputs();
        for (int i = 0; i < inputs.size(); i++) {
            if (inputs.get(i) instanceof InputConf.Words words
                    && words.vectors() instanceof VectorsConf.File file) {
                paths.put("model.inputs[" + i + "].vectors.path", List.of(file.path()));
            }
        }
        return paths;
    }

    /** Returns those of a source, and of the files beside it; none of a table. */
    public static Map<String, List<String>> source(String key, SourceConf source) {
        var paths = new LinkedHashMap<String, List<String>>();
        if (!source.format().equals("table")) {
            paths.put(key + ".path", source.paths());
            paths.put(key + ".options", source.sideFiles());
        }
        return paths;
    }

    /** Returns those of the models that training begins with or asks. */
    public static Map<String, List<String>> models(Configuration conf) {
        var paths = new LinkedHashMap<String, List<String>>();
        put(paths, "model.from", conf.model().from());
        var language = conf.transcribe().languageModel().path();
        put(paths, "transcribe.languageModel.path", language);
        return paths;
    }

    private static void put(Map<String, List<String>> paths, String key, String path) {
        if (!path.isEmpty()) {
            paths.put(key, List.of(path));
        }
    }
}
