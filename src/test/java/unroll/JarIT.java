package unroll;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;

/** The jar that is given to Spark. */
class JarIT {
    /** A cluster may bring other versions of whatever libraries the jar carries. */
    @Test
    void everyClassIsUnrolls() throws IOException {
        try (var jar = new JarFile(System.getProperty("unroll.jar"))) {
            var strangers =
                    jar.stream()
                            .filter(entry -> !entry.isDirectory())
                            .map(JarEntry::getName)
                            .filter(name -> !name.startsWith("unroll/"))
                            .filter(
                                    name ->
                                            !name.startsWith("META-INF/")
                                                    || name.startsWith("META-INF/versions/"))
                            .toList();
            assertEquals(List.of(), strangers);
            assertTrue(
                    jar.stream().anyMatch(entry -> entry.getName().startsWith("unroll/shaded/")));
        }
    }
}
