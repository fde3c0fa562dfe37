package unroll.spark;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Spark's own standalone cluster on this machine: a master and workers of one core each, as
 * processes. Everything that it has started ends with it.
 */
public final class Cluster implements AutoCloseable {
    private static final int SECONDS = 60; // for the workers to be there

    /**
     * All of these processes live for seconds: compiling for speed would take most of their time.
     */
    private static final List<String> SHORT_LIFE =
            List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

    private final Path home;
    private final Path folder;
    private final List<Process> processes = new ArrayList<>();
    private final int port;
    private final int rest;

    private Cluster(Path home, Path folder, int port, int rest) {
        this.home = home;
        this.folder = folder;
        this.port = port;
        this.rest = rest;
    }

    /** Where Spark's jars are, as the build says; without them there is no cluster. */
    public static Path home() {
        return Path.of(System.getenv().getOrDefault("SPARK_HOME", "target/spark")).toAbsolutePath();
    }

    public static boolean possible() {
        return Files.isDirectory(home().resolve("jars"));
    }

    /**
     * Starts it and waits until all workers are there.
     *
     * @param folder for logs, and for what the workers keep of applications
     * @param memory of each worker, such as {@code 1g}
     */
    public static Cluster start(Path folder, int workers, String memory)
            throws IOException, InterruptedException {
        var ports = freePorts(3);
        var cluster = new Cluster(home(), Files.createDirectories(folder), ports[0], ports[2]);
        try {
            cluster.daemon(
                    "master",
                    List.of(
                            "-Dspark.master.rest.enabled=true",
                            "-Dspark.master.rest.host=127.0.0.1",
                            "-Dspark.master.rest.port=" + ports[2]),
                    "org.apache.spark.deploy.master.Master",
                    "--port",
                    Integer.toString(ports[0]),
                    "--webui-port",
                    Integer.toString(ports[1]));
            for (int w = 0; w < workers; w++) {
                cluster.daemon(
                        "worker" + w,
                        List.of(),
                        "org.apache.spark.deploy.worker.Worker",
                        "--cores",
                        "1",
                        "--memory",
                        memory,
                        "--webui-port",
                        "0",
                        "--work-dir",
                        folder.resolve("work" + w).toString(),
                        cluster.master());
            }
            cluster.await(workers, URI.create("http://127.0.0.1:" + ports[1] + "/json/"));
            return cluster;
        } catch (IOException | InterruptedException | RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    public String master() {
        return "spark://127.0.0.1:" + port;
    }

    /** The port for applications whose driver runs on the cluster. */
    public String restMaster() {
        return "spark://127.0.0.1:" + rest;
    }

    /** The executors that run now, of any application. */
    public List<ProcessHandle> executors() {
        return processes.stream()
                .flatMap(Process::descendants)
                .filter(
                        p ->
                                p.info()
                                        .commandLine()
                                        .orElse("")
                                        .contains("CoarseGrainedExecutorBackend"))
                .toList();
    }

    /** How many executors the workers have started so far, of all applications. */
    public long started() throws IOException {
        long count = 0;
        try (var works = Files.newDirectoryStream(folder, "work*")) {
            for (var work : works) {
                try (var files = Files.walk(work, 2)) {
                    count += files.filter(f -> work.relativize(f).getNameCount() == 2).count();
                }
            }
        }
        return count;
    }

    /**
     * {@code spark-submit} as a process, whose executors find the classes under test.
     *
     * @param output what it prints
     */
    public Process submit(Path output, String... arguments) throws IOException {
        var command = new ArrayList<>(List.of(java(), "-Xmx512m"));
        command.addAll(SHORT_LIFE);
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(a -> a.startsWith("--add-") || a.startsWith("-XX:+Ignore"))
                .forEach(command::add);
        var jars = home.resolve("jars/*").toString();
        command.addAll(
                List.of("-cp", String.join(File.pathSeparator, "submit/spark", classes(), jars)));
        command.add("org.apache.spark.deploy.SparkSubmit");
        for (var setting :
                List.of(
                        "spark.executor.extraClassPath=" + classes(),
                        "spark.executor.extraJavaOptions=" + String.join(" ", SHORT_LIFE),
                        "spark.driver.extraClassPath=" + classes(),
                        "spark.driver.host=127.0.0.1",
                        "spark.driver.bindAddress=127.0.0.1",
                        "spark.ui.enabled=false",
                        "spark.sql.shuffle.partitions=2")) {
            command.addAll(List.of("--conf", setting));
        }
        command.addAll(List.of(arguments));
        return start(command, output);
    }

    /** The classes under test and the libraries that the jar carries, which Spark does not have. */
    private static String classes() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(
                        entry ->
                                entry.matches(".*/(classes|(snakeyaml|picocli|lucene)[^/]*\\.jar)"))
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }

    private void daemon(String name, List<String> options, String main, String... arguments)
            throws IOException {
        var command = new ArrayList<>(List.of(java(), "-Xmx256m"));
        command.addAll(SHORT_LIFE);
        command.addAll(options);
        command.addAll(List.of("-cp", home.resolve("jars/*").toString(), main));
        command.addAll(List.of("--host", "127.0.0.1"));
        command.addAll(Arrays.asList(arguments));
        processes.add(start(command, folder.resolve(name + ".log")));
    }

    private Process start(List<String> command, Path output) throws IOException {
        var builder = new ProcessBuilder(command);
        builder.environment().put("SPARK_HOME", home.toString());
        builder.environment().put("SPARK_SCALA_VERSION", "2.13");
        builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
        builder.environment().put("SPARK_LOCAL_HOSTNAME", "127.0.0.1");
        return builder.redirectErrorStream(true).redirectOutput(output.toFile()).start();
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    private void await(int workers, URI state) throws InterruptedException {
        for (int i = 0; i < 10 * SECONDS; i++) {
            try (var in = state.toURL().openStream()) {
                var text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
                if (text.replace(" ", "").contains("\"aliveworkers\":" + workers + ",")) {
                    return;
                }
            } catch (IOException e) {
                // The master does not listen yet.
            }
            Thread.sleep(100);
        }
        throw new IllegalStateException(
                "no cluster of %d workers after %d s: see %s"
                        .formatted(workers, SECONDS, folder.resolve("master.log")));
    }

    private static int[] freePorts(int count) {
        var sockets = new ArrayList<ServerSocket>();
        try {
            for (int i = 0; i < count; i++) {
                sockets.add(new ServerSocket(0));
            }
            return sockets.stream().mapToInt(ServerSocket::getLocalPort).toArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            for (var socket : sockets) {
                try {
                    socket.close();
                } catch (IOException e) {
                    // It is free all the same.
                }
            }
        }
    }

    @Override
    public void close() {
        for (int i = processes.size() - 1; i >= 0; i--) {
            var process = processes.get(i);
            var below = process.descendants().toList();
            process.destroyForcibly();
            below.forEach(ProcessHandle::destroyForcibly);
        }
    }
}
