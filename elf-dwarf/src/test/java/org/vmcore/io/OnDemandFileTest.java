package org.vmcore.io;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnDemandFileTest {
  @TempDir private Path folder;

  private Path path;

  @BeforeEach
  void fileOfEightBytes() throws IOException {
    path = Files.write(folder.resolve("a.ko"), new byte[] {0, 1, 2, 3, 4, 5, 6, 7});
  }

  @Test
  void isReadFromAnyPosition() {
    OnDemandFile file = OnDemandFile.of(path);

    assertThat(file.sizeBytes(), is(8L));
    assertThat(file.read(3, 2), is(new byte[] {3, 4}));
    assertThat(file.slice("part", 4, 4).read(1, 2), is(new byte[] {5, 6}));
  }

  @Test
  void refusesToReadPastItsEnd() {
    OnDemandFile file = OnDemandFile.of(path);

    assertThrows(MalformedInput.class, () -> file.read(7, 2));
  }

  @Test
  void noticesThatItWasReplaced() throws IOException {
    OnDemandFile file = OnDemandFile.of(path);
    Files.write(path, new byte[9]);

    MalformedInput fault = assertThrows(MalformedInput.class, () -> file.read(0, 1));

    assertThat(fault.getMessage(), containsString("replaced"));
  }

  @Test
  void refusesAFileThatIsNotThere() {
    assertThrows(UnreadableFile.class, () -> OnDemandFile.of(folder.resolve("missing")));
  }
}
