package org.vmcore.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vmcore.sample.BundledSample;

/** The command line with the bundled dump: what it prints where, and how it ends. */
class MainTest {
  private static final String DUMP = BundledSample.vmcore().toString();
  private static final String VMLINUX = BundledSample.vmlinux().toString();

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @TempDir private Path folder;

  @Test
  void standardOutputIsTheArchivesPathAlone() {
    assertThat(reportTo(folder, "-o", "kernel_info"), is(0));

    Path archive = Path.of(out().strip());
    assertThat(Files.isRegularFile(archive), is(true));
    assertThat(archive.getFileName().toString(), startsWith("sosvmcore-sample-2026-11-23-"));
    assertThat(archive.toString(), endsWith(".tar.xz"));
    assertThat(err(), is(""));
  }

  @Test
  void aFileOfAnArchiveIsTheFileOfItsDump() {
    reportTo(folder, "-o", "proc/modules,proc/misc");
    String archive = out().strip();
    assertThat(run("show", "proc/modules", archive), is(0));
    String fromArchive = out();
    assertThat(run("show", "proc/modules", "--vmcore", DUMP, "--vmlinux", VMLINUX), is(0));

    assertThat(out(), is(fromArchive));
    assertThat(fromArchive, containsString(" Live 0x"));
  }

  @Test
  void labelAndCompressionShowInTheName() {
    reportTo(folder, "-o", "proc/modules", "--label", "web 1/..", "--compression-type", "gzip");

    assertThat(out().strip(), endsWith(".tar.gz"));
    assertThat(out(), containsString("/sosvmcore-sample-web_1_..-2026-"));
  }

  @Test
  void takesTheVmcoreInfoOfAFile() throws IOException {
    String text = "OSRELEASE=6.1.0-given\nSYMBOL(_stext)=ffffffff81000000\n";
    Path given = Files.writeString(folder.resolve("vmcoreinfo"), text);

    run("info", "--vmcore", DUMP, "--vmcoreinfo", given.toString());

    assertThat(out(), containsString("kernel:     6.1.0-given"));
    assertThat(out(), containsString("warning:    VMCOREINFO is that of vmcoreinfo"));
  }

  @Test
  void refusesAFileThatIsNoVmcoreInfo() throws IOException {
    Path given = Files.writeString(folder.resolve("notes.txt"), "buy milk\n");

    assertThat(run("info", "--vmcore", DUMP, "--vmcoreinfo", given.toString()), is(1));
    assertThat(err(), containsString("notes.txt: is no VMCOREINFO"));
  }

  @Test
  void oneVmcoreInfoIsNotForMany() throws IOException {
    Path manifest = Files.writeString(folder.resolve("dumps.csv"), "dump\n" + DUMP + "\n");

    int code = run("--manifest", manifest.toString(), "--vmcoreinfo", manifest.toString());

    assertThat(code, is(2));
    assertThat(err(), containsString("--vmcoreinfo and --manifest exclude each other"));
  }

  @Test
  void buildLeavesAFolder() throws IOException {
    reportTo(folder, "-o", "proc/modules", "--build");

    Path report = Path.of(out().strip());
    assertThat(Files.readString(report.resolve("proc/modules")), containsString(" Live 0x"));
    assertThat(Files.exists(report.resolve("sos_reports/manifest.json")), is(true));
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left.toList(), is(List.of(report)));
    }
  }

  @Test
  void infoNamesKernelAndPanic() {
    assertThat(run("info", "--vmcore", DUMP, "--vmlinux", VMLINUX), is(0));

    assertThat(out(), containsString("kernel:     6.1.0-55-cloud-amd64\n"));
    assertThat(out(), containsString("Kernel panic - not syncing: sysrq triggered crash\n"));
  }

  @Test
  void aVmlinuxBesideTheDumpIsFoundByItsBuildId() {
    assertThat(run("info", "--vmcore", DUMP), is(0));

    assertThat(out(), containsString("host:       sample\n"));
  }

  @Test
  void aManifestReportsEachDumpAndFailsForTheBadOne() throws IOException {
    Path manifest =
        Files.writeString(
            folder.resolve("dumps.csv"),
            "dump,vmlinux\n"
                + Path.of(DUMP).toAbsolutePath()
                + ","
                + Path.of(VMLINUX).toAbsolutePath()
                + "\nmissing,"
                + Path.of(VMLINUX).toAbsolutePath()
                + "\n");
    int code =
        run("--manifest", manifest.toString(), "--output", folder.toString(), "-o", "proc/modules");

    assertThat(code, is(1));
    assertThat(out().lines().count(), is(1L));
    assertThat(err(), containsString(folder.resolve("missing") + ": no such file"));
    List<String> results = Files.readAllLines(folder.resolve("results.jsonl"));
    assertThat(results.get(0), containsString("\"ok\":true"));
    assertThat(results.get(1), containsString("\"ok\":false"));
  }

  @Test
  void inputsThatCannotBeReadAreOneLineEach() throws IOException {
    assertOneLine("no such file", "--vmcore", "missing", "--vmlinux", VMLINUX);
    assertOneLine("is a directory", "--vmcore", folder.toString(), "--vmlinux", VMLINUX);
    assertOneLine("is empty", "--vmcore", file("empty", ""), "--vmlinux", VMLINUX);
    assertOneLine("is a text file", "--vmcore", file("text", "hello\n"), "--vmlinux", VMLINUX);
    assertOneLine("is not an ELF file", "--vmcore", DUMP, "--vmlinux", file("text", "hello\n"));
  }

  @Test
  void aDumpThatWasCutOffBeforeItsKernelIsRefused() throws IOException {
    byte[] start = new byte[100_000];
    try (var in = Files.newInputStream(Path.of(DUMP))) {
      in.readNBytes(start, 0, start.length);
    }
    Path cut = Files.write(folder.resolve("cut"), start);

    assertOneLine("was cut off", "--vmcore", cut.toString(), "--vmlinux", VMLINUX);
  }

  @Test
  void aFolderThatIsAFileIsOneLine() throws IOException {
    String file = file("file", "x");
    assertThat(reportTo(Path.of(file).resolve("below"), "-o", "proc/modules"), is(1));
    assertThat(err(), containsString("cannot be written"));
    assertThat(err().lines().count(), is(1L));
  }

  @Test
  void wrongUsageEndsWithTwo() {
    assertThat(run("--no-such-option"), is(2));
    assertThat(run(), is(2));
    assertThat(run("--vmcore", DUMP, "-o", "no_such_plugin"), is(2));
    assertThat(run("--vmcore", DUMP, "--compression-type", "rar"), is(2));
    assertThat(run("--vmcore", DUMP, "--vmlinux", VMLINUX, "--", "--noSuchOption=1"), is(2));
    assertThat(run("show", "proc/modules"), is(2));
  }

  @Test
  void helpTeachesWithExamples() {
    assertThat(run("--help"), is(0));
    assertThat(out(), containsString("vmcore-report --vmcore vmcore --vmlinux vmlinux"));
    assertThat(out(), containsString("Exit codes: 0 all well, 1 a dump failed, 2 wrong usage."));
  }

  @Test
  void pluginsAndEmittersAreListed() {
    assertThat(run("-l"), is(0));
    assertThat(out(), containsString("vmcore_procfs"));
    assertThat(run("emitters"), is(0));
    assertThat(out(), containsString("proc/modules\tproc.ModulesFile.modules\tvmcore_procfs\t"));
  }

  @Test
  void escapesOfTheCrashedMachineDoNotReachTheTerminal() {
    ByteArrayOutputStream screen = new ByteArrayOutputStream();
    Console console = new Console(stream(screen), stream(err), true, true);
    console.answer("evil \u001b[2J\u009b text\n".getBytes(UTF_8));

    assertThat(screen.toString(UTF_8), is("evil \\x1b[2J\\x9b text\n"));
  }

  private void assertOneLine(String reason, String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--output", folder.resolve("out").toString()));
    assertThat(run(all.toArray(new String[0])), is(1));
    assertThat(err(), containsString(reason));
    assertThat(err().lines().count(), is(1L));
    assertThat(err(), not(containsString("Exception")));
    assertThat(out(), is(""));
  }

  private String file(String name, String content) throws IOException {
    return Files.writeString(folder.resolve(name), content).toString();
  }

  private int reportTo(Path output, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of("--vmcore", DUMP, "--vmlinux", VMLINUX, "--output", output.toString()));
    arguments.addAll(List.of(more));
    return run(arguments.toArray(new String[0]));
  }

  private int run(String... arguments) {
    out.reset();
    err.reset();
    return Main.run(new Console(stream(out), stream(err), false, false), arguments);
  }

  private static PrintStream stream(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, UTF_8);
  }

  private String out() {
    return out.toString(UTF_8);
  }

  private String err() {
    return err.toString(UTF_8);
  }
}
