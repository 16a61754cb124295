package org.vmcore.pipeline;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RequestFileTest {
  @TempDir private Path folder;

  @Test
  void csvAndJsonLinesSayTheSame() throws IOException {
    List<DumpRequest> csv =
        read(
            "m.csv",
            """
            dump,parts,vmlinux,debuginfo,label
            a/vmcore,a/part2:a/part3,vmlinux,/d1:/d2,web
            /b/vmcore,,,,
            """);
    List<DumpRequest> json =
        read(
            "m.jsonl",
            """
            {"dump":"a/vmcore","parts":["a/part2","a/part3"],"vmlinux":"vmlinux",\
            "debuginfo":["/d1","/d2"],"label":"web"}
            {"dump":"/b/vmcore"}
            """);

    assertThat(csv, is(json));
    assertThat(csv.get(0).dump(), is(folder.resolve("a/vmcore").toString()));
    assertThat(
        csv.get(0).parts(),
        is(List.of(folder.resolve("a/part2").toString(), folder.resolve("a/part3").toString())));
    assertThat(csv.get(1).dump(), is("/b/vmcore"));
    assertThat(csv.get(1).vmlinux(), is(""));
  }

  @Test
  void aRowWithoutADumpIsNamedByItsLine() {
    assertRefused("dump,label\n/a,x\n,y\n", "line 3: the row names no dump");
  }

  @Test
  void anUnknownColumnIsNamed() {
    assertRefused("dump,colour\n/a,red\n", "unknown column colour");
  }

  @Test
  void brokenJsonIsNamedByItsLine() {
    assertRefused("{\"dump\":\"/a\"}\n{\"dump\":\n", "line 2");
  }

  @Test
  void anEmptyManifestIsRefused() {
    assertRefused("dump,vmlinux\n", "names no dump");
  }

  private void assertRefused(String text, String reason) {
    RequestFile.BadManifest refused =
        assertThrows(RequestFile.BadManifest.class, () -> read("manifest", text));
    assertThat(refused.getMessage(), containsString(reason));
  }

  private List<DumpRequest> read(String name, String text) throws IOException {
    return RequestFile.read(Files.writeString(folder.resolve(name), text));
  }
}
