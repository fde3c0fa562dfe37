package unroll;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import unroll.conf.TaskConf;

/** Which package may use which, and what none may use. */
final class ArchitectureTest {
    /**
     * What each package may import of ours, itself and {@code message} aside. A package that is not
     * named here fails.
     */
    private static final Map<String, Set<String>> IMPORTS =
            """
            math:
            message:
            conf:
            audio: conf
            nn: math
            cell: math conf nn
            reservoir: math conf nn
            optim: math conf nn
            text: conf
            data: math conf nn text
            encode: math conf text data
            records: conf data encode
            measure: math nn data
            task: math conf nn cell reservoir text data encode measure
            diagnose: math conf nn data encode measure task
            io: message conf nn
            train: math conf nn reservoir optim data measure task io
            predict: math conf nn text data encode measure task io
            report: conf nn measure io train
            bench: math conf nn cell reservoir optim text data encode task train
            spark: math conf audio nn cell reservoir optim text data encode records measure task diagnose io train predict report
            cli: math conf nn cell reservoir optim text data encode measure task diagnose io train predict report bench spark
            """
                    .lines()
                    .map(line -> line.split(":"))
                    .collect(
                            Collectors.toMap(
                                    line -> line[0],
                                    line ->
                                            Set.of(
                                                    (line.length < 2 ? "" : line[1].strip())
                                                            .split(" "))));

    /** Where the same input must give the same bits. */
    private static final Set<String> PURE =
            Set.of(
                    "math audio nn cell reservoir optim text data measure task diagnose encode"
                            .split(" "));

    private static JavaClasses classes;

    /** Reads the classes of the product from their own folder, which a profile may have moved. */
    @BeforeAll
    static void read() {
        classes =
                new ClassFileImporter()
                        .importUrl(
                                TaskConf.class.getProtectionDomain().getCodeSource().getLocation());
        assertFalse(classes.isEmpty(), "no class was found to look at");
    }

    @Test
    void packagesImportOnlyWhatTheTableAllows() {
        assertNone(
                uses(use -> !packageOf(use.getTargetClass()).isEmpty())
                        .filter(
                                use -> {
                                    String from = packageOf(use.getOriginClass());
                                    String to = packageOf(use.getTargetClass());
                                    return !from.equals(to)
                                            && !to.equals("message")
                                            && !IMPORTS.getOrDefault(from, Set.of()).contains(to);
                                }));
    }

    @Test
    void noSubPackageIsPartOfACycle() {
        SlicesRuleDefinition.slices()
                .matching("unroll.(**)")
                .should()
                .beFreeOfCycles()
                .check(classes);
    }

    @Test
    void everyPackageStandsInTheTable() {
        assertEquals(
                List.of(),
                classes.stream()
                        .filter(type -> !IMPORTS.containsKey(packageOf(type)))
                        .map(JavaClass::getName)
                        .toList());
    }

    @Test
    void onlySparkAndCliKnowSparkAndHadoop() {
        assertNone(
                uses(ofPackage("org.apache.spark", "org.apache.hadoop"))
                        .filter(use -> !in(use, Set.of("spark", "cli"))));
    }

    /** A class that only hands Spark's objects on needs Spark too. */
    @Test
    void everyFileOfSparkNeedsSparkOrHadoop() {
        var needing =
                classes.stream()
                        .filter(
                                type ->
                                        typesUsed(type)
                                                .anyMatch(
                                                        name ->
                                                                name.startsWith("org.apache.spark.")
                                                                        || name.startsWith(
                                                                                "org.apache.hadoop.")))
                        .map(ArchitectureTest::outermost)
                        .collect(Collectors.toSet());
        assertEquals(
                List.of(),
                classes.stream()
                        .filter(type -> packageOf(type).equals("spark"))
                        .map(ArchitectureTest::outermost)
                        .filter(name -> !needing.contains(name) && !name.endsWith("package-info"))
                        .distinct()
                        .sorted()
                        .toList());
    }

    /** Names of the types that a class depends on, those of values that it hands on among them. */
    private static Stream<String> typesUsed(JavaClass type) {
        return Stream.concat(
                type.getDirectDependenciesFromSelf().stream()
                        .map(use -> use.getTargetClass().getName()),
                type.getMethodCallsFromSelf().stream()
                        .flatMap(
                                call ->
                                        Stream.concat(
                                                Stream.of(call.getTarget().getRawReturnType()),
                                                call.getTarget().getRawParameterTypes().stream()))
                        .map(JavaClass::getName));
    }

    @Test
    void sparkKnowsNoTask() {
        assertNone(
                uses(use -> use.getTargetClass().getName().startsWith("unroll.task."))
                        .filter(use -> in(use, Set.of("spark")))
                        .filter(
                                use -> {
                                    var target = use.getTargetClass().getPackageName();
                                    return !target.equals("unroll.task")
                                            && !target.equals("unroll.task.registry");
                                }));
    }

    @Test
    void onlyVectorKernelsKnowTheIncubatingModule() {
        assertNone(
                uses(ofPackage("jdk.incubator"))
                        .filter(
                                use ->
                                        !use.getOriginClass()
                                                .getName()
                                                .startsWith("unroll.math.Vector")));
    }

    /** But for the arrays that travel between driver and workers, which Spark serialises. */
    @Test
    void nothingIsWrittenByJavaSerialization() {
        var travelling =
                Set.of(
                        "unroll.train.worker.ArraySerialization",
                        "unroll.train.worker.Snapshot",
                        "unroll.train.worker.Update",
                        "unroll.train.merge.PartMean");
        assertNone(
                uses(of(
                                "java.io.ObjectOutputStream",
                                "java.io.ObjectInputStream",
                                "java.io.ObjectOutput",
                                "java.io.ObjectInput"))
                        .filter(use -> !travelling.contains(use.getOriginClass().getName())));
    }

    @Test
    void thereIsNoReflection() {
        assertNone(
                uses(ofPackage("java.lang.reflect", "java.lang.invoke"))
                        .filter(ArchitectureTest::written));
        assertNone(calls("java.lang.Class", "forName"));
    }

    @Test
    void noThreadKeepsState() {
        assertNone(uses(of("java.lang.ThreadLocal")));
    }

    @Test
    void staticFieldsAreFinal() {
        assertEquals(
                List.of(),
                classes.stream()
                        .flatMap(type -> type.getFields().stream())
                        .filter(
                                field ->
                                        is(field, JavaModifier.STATIC)
                                                && !is(field, JavaModifier.FINAL))
                        .map(JavaField::getFullName)
                        .toList());
    }

    @Test
    void neitherClockNorChanceReachesAResult() {
        Predicate<Dependency> inPure = use -> in(use, PURE);
        assertNone(
                uses(of("java.time.Clock", "java.util.concurrent.ThreadLocalRandom"))
                        .filter(inPure));
        for (var type : List.of("Instant", "LocalDate", "LocalDateTime", "ZonedDateTime")) {
            assertNone(calls("java.time." + type, "now").filter(inPure));
        }
        assertNone(calls("java.lang.System", "currentTimeMillis").filter(inPure));
        assertNone(calls("java.lang.System", "nanoTime").filter(inPure));
        assertNone(calls("java.lang.System", "identityHashCode").filter(inPure));
        assertNone(calls("java.lang.Math", "random"));
        assertNone(calls("java.util.UUID", "randomUUID").filter(inPure));
    }

    /**
     * Code that meets vectors of two widths in a process is compiled for neither: every product was
     * then ten times slower.
     */
    @Test
    void allVectorsHaveOneWidth() {
        assertEquals(
                List.of(),
                classes.stream()
                        .flatMap(type -> type.getFieldAccessesFromSelf().stream())
                        .filter(
                                access ->
                                        access.getTargetOwner()
                                                .getPackageName()
                                                .equals("jdk.incubator.vector"))
                        .filter(access -> access.getName().startsWith("SPECIES_"))
                        .filter(access -> !access.getName().equals("SPECIES_PREFERRED"))
                        .map(access -> access.getDescription())
                        .toList());
    }

    @Test
    void onlyCommandsEndTheProcess() {
        assertNone(calls("java.lang.System", "exit").filter(use -> !in(use, Set.of("cli"))));
    }

    private static String outermost(JavaClass type) {
        String name = type.getBaseComponentType().getName();
        int dollar = name.indexOf('$');
        return dollar < 0 ? name : name.substring(0, dollar);
    }

    private static Stream<Dependency> uses(Predicate<Dependency> which) {
        return classes.stream()
                .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                .filter(which);
    }

    private static Stream<Dependency> calls(String type, String method) {
        return uses(of(type))
                .filter(use -> use.getDescription().contains(type + "." + method + "("));
    }

    private static Predicate<Dependency> of(String... types) {
        var names = Set.of(types);
        return use -> names.contains(use.getTargetClass().getName());
    }

    private static Predicate<Dependency> ofPackage(String... packages) {
        return use ->
                Stream.of(packages)
                        .anyMatch(name -> use.getTargetClass().getName().startsWith(name + "."));
    }

    /** Not what the compiler adds for lambdas, records and enhanced switches. */
    private static boolean written(Dependency use) {
        String target = use.getTargetClass().getName();
        return !target.startsWith("java.lang.invoke.") || target.endsWith(".VarHandle");
    }

    private static boolean is(JavaField field, JavaModifier modifier) {
        return field.getModifiers().contains(modifier);
    }

    private static boolean in(Dependency use, Set<String> packages) {
        return packages.contains(packageOf(use.getOriginClass()));
    }

    /** The first part of a name below {@code unroll}; empty for what is not ours. */
    private static String packageOf(JavaClass type) {
        String name = type.getBaseComponentType().getPackageName();
        if (!name.startsWith("unroll.")) {
            return "";
        }
        String below = name.substring("unroll.".length());
        int dot = below.indexOf('.');
        return dot < 0 ? below : below.substring(0, dot);
    }

    private static void assertNone(Stream<Dependency> forbidden) {
        assertEquals(
                "",
                String.join(
                        "\n",
                        forbidden.map(Dependency::getDescription).distinct().sorted().toList()));
    }
}
