package org.vmcore.dump;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vmcore.dump.kdump.KdumpBuilder;
import org.vmcore.io.Unsupported;

class DescribedDumpTest extends DumpContract {
  @TempDir private static Path folder;

  @Override
  protected Dump dump() {
    return given("OSRELEASE=6.6.6\nPAGESIZE=4096\nNUMBER(phys_base)=-4096");
  }

  private static Dump given(String text) {
    try {
      Path file = Files.writeString(folder.resolve("vmcoreinfo.txt"), text);
      Path vmcore =
          Files.write(folder.resolve("vmcore"), new KdumpBuilder(MemoryImage.example()).bytes());
      return Dumps.open(List.of(vmcore), Opening.DEFAULT.describedBy(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void hasTheTextOfTheFileInPlaceOfItsOwn() {
    try (Dump dump = dump()) {
      VmcoreInfo info = dump.vmcoreInfo().orElseThrow();
      assertThat(info.value("OSRELEASE"), is(Optional.of("6.6.6")));
      assertThat(info.number("phys_base"), is(OptionalLong.of(-4096))); // without an end of line
      assertThat(
          dump.description().warnings(),
          hasItem(containsString("VMCOREINFO is that of vmcoreinfo.txt")));
    }
  }

  @Test
  void refusesAFileThatIsNoVmcoreInfo() {
    Unsupported fault = assertThrows(Unsupported.class, () -> given("[settings]\nkey=value\n"));

    assertThat(fault.getMessage(), containsString("vmcoreinfo.txt: is no VMCOREINFO"));
  }
}
