package org.vmcore.debuginfo.search;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DebugFoldersTest {
  private static final String RELEASE = "6.1.0-55-amd64";
  private static final String BUILD_ID = "ab12cd34ef";

  @TempDir Path root;

  private Path file(String path) throws IOException {
    Path file = root.resolve(path);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, "x");
  }

  private DebugFolders folders() {
    return DebugFolders.of(List.of(root));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "Debian and Ubuntu, boot/vmlinux-6.1.0-55-amd64",
    "Fedora, lib/modules/6.1.0-55-amd64/vmlinux",
    "Fedora with a merged /usr, usr/lib/modules/6.1.0-55-amd64/vmlinux",
    "older SUSE, boot/vmlinux-6.1.0-55-amd64.debug",
    "SUSE, lib/modules/6.1.0-55-amd64/vmlinux.debug",
    "SUSE with a merged /usr, usr/lib/modules/6.1.0-55-amd64/vmlinux.debug",
    "Arch, usr/lib/modules/6.1.0-55-amd64/build/vmlinux",
    "an own build, lib/modules/6.1.0-55-amd64/build/vmlinux",
    "a package unpacked, usr/lib/debug/lib/modules/6.1.0-55-amd64/vmlinux",
    "a user's folder, vmlinux",
    "a user's folder of many, 6.1.0-55-amd64/vmlinux"
  })
  void findsTheKernelWhereADistributionPutsIt(String distribution, String path) throws IOException {
    file("boot/vmlinux-5.10.0-1-amd64");
    Path kernel = file(path);

    assertThat(folders().kernels(RELEASE), contains(kernel));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "Debian, lib/modules/6.1.0-55-amd64/kernel/sound/snd-hda-intel.ko",
    "Fedora, lib/modules/6.1.0-55-amd64/kernel/sound/snd-hda-intel.ko.debug",
    "Fedora with a merged /usr, usr/lib/modules/6.1.0-55-amd64/updates/snd-hda-intel.ko.debug",
    "a package unpacked, usr/lib/debug/lib/modules/6.1.0-55-amd64/kernel/snd_hda_intel.ko",
    "of a compressed module, lib/modules/6.1.0-55-amd64/kernel/snd-hda-intel.ko.zst.debug",
    "compressed, lib/modules/6.1.0-55-amd64/kernel/snd-hda-intel.ko.zst",
    "compressed by xz, lib/modules/6.1.0-55-amd64/kernel/snd-hda-intel.ko.xz",
    "compressed by gzip, lib/modules/6.1.0-55-amd64/kernel/snd-hda-intel.ko.gz",
    "a user's folder, snd-hda-intel.ko"
  })
  void findsTheModuleWhereADistributionPutsIt(String distribution, String path) throws IOException {
    file("lib/modules/6.1.0-55-amd64/kernel/sound/snd-hda-codec.ko");
    file("lib/modules/5.10.0-1-amd64/kernel/sound/snd-hda-intel.ko");
    Path module = file(path);

    assertThat(folders().modules(RELEASE, "snd_hda_intel"), contains(module));
  }

  @Test
  void prefersAFileWithDebugInformationAloneToAWholeModule() throws IOException {
    Path whole = file("lib/modules/6.1.0-55-amd64/kernel/fs/xfs.ko");
    Path debug = file("lib/modules/6.1.0-55-amd64/kernel/fs/xfs.ko.debug");

    assertThat(folders().modules(RELEASE, "xfs"), contains(debug, whole));
  }

  @Test
  void followsFoldersThatLinkToThemselvesOnce() throws IOException {
    Path module = file("lib/modules/6.1.0-55-amd64/kernel/fs/xfs.ko");
    Files.createSymbolicLink(module.resolveSibling("again"), root);

    assertThat(folders().modules(RELEASE, "xfs"), contains(module));
  }

  @Test
  void findsByBuildIdBelowEachRootThenInTheCacheOfDebuginfod() throws IOException {
    Path second = file("second/.build-id/ab/12cd34ef.debug");
    Path first = file("first/.build-id/ab/12cd34ef.debug");
    Path stripped = file("first/.build-id/ab/12cd34ef");
    Path fetched = file("cache/ab12cd34ef/debuginfo");
    List<Path> roots = List.of(root.resolve("first"), root.resolve("second"));
    Map<String, String> environment =
        Map.of("DEBUGINFOD_CACHE_PATH", root.resolve("cache").toString());

    DebugFolders folders = DebugFolders.standard(roots, environment::get);

    assertThat(folders.byBuildId("AB12CD34EF"), contains(first, stripped, second, fetched));
  }

  @Test
  void takesAnEmptyFileInTheCacheForNotFound() throws IOException {
    Files.writeString(file("debuginfod_client/ab12cd34ef/debuginfo"), "");
    Map<String, String> environment = Map.of("XDG_CACHE_HOME", root.toString());

    DebugFolders folders = DebugFolders.standard(List.of(root), environment::get);

    assertThat(folders.byBuildId(BUILD_ID), is(empty()));
  }

  @Test
  void looksThroughTheRootsInTheirOrder() throws IOException {
    Path second = file("second/boot/vmlinux-6.1.0-55-amd64");
    Path first = file("first/lib/modules/6.1.0-55-amd64/vmlinux");
    List<Path> roots = List.of(root.resolve("first"), root.resolve("second"));

    assertThat(DebugFolders.of(roots).kernels(RELEASE), contains(first, second));
  }

  @ParameterizedTest
  @ValueSource(strings = {"..", "../../etc", "6.1/../..", "", "6.1\n"})
  void refusesAReleaseThatLeadsElsewhere(String release) throws IOException {
    Path outside = file("boot/vmlinux-x");
    file("inner/vmlinux");

    DebugFolders folders = DebugFolders.of(List.of(outside.getParent()));

    assertThat(folders.kernels(release), is(empty()));
    assertThat(folders.modules(release, "xfs"), is(empty()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "ab", "../../../etc/passwd", "ab12cd34eg"})
  void refusesABuildIdThatIsNone(String buildId) {
    assertThat(folders().byBuildId(buildId), is(empty()));
  }
}
