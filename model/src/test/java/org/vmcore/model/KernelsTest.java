package org.vmcore.model;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.instanceOf;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.vmcore.debuginfo.DebugInfo;
import org.vmcore.debuginfo.KernelImage;
import org.vmcore.debuginfo.Symbol;
import org.vmcore.debuginfo.SymbolTable;
import org.vmcore.dump.Dump;
import org.vmcore.dump.Dumps;
import org.vmcore.dump.MemoryImage;
import org.vmcore.dump.kdump.KdumpBuilder;
import org.vmcore.io.ByteSource;
import org.vmcore.io.Fault;

class KernelsTest {
  private static final String CRASHED = "aa".repeat(20);
  private static final String OTHER = "bb".repeat(20);

  private static final SymbolTable NO_SYMBOLS =
      new SymbolTable() {
        @Override
        public List<Symbol> byName(String name) {
          return List.of();
        }

        @Override
        public Optional<Symbol> byAddress(long address) {
          return Optional.empty();
        }

        @Override
        public List<Symbol> all() {
          return List.of();
        }
      };

  /** A vmlinux of which nothing but its build-id is asked. */
  private record ImageOf(String id) implements KernelImage {
    @Override
    public String name() {
      return "vmlinux";
    }

    @Override
    public Optional<String> buildId() {
      return Optional.of(id);
    }

    @Override
    public DebugInfo debugInfo() {
      throw new UnsupportedOperationException();
    }

    @Override
    public SymbolTable symbols() {
      return NO_SYMBOLS;
    }

    @Override
    public Optional<ByteSource> section(String name) {
      return Optional.empty();
    }

    @Override
    public OptionalLong sectionAddress(String name) {
      return OptionalLong.empty();
    }
  }

  private static Dump dump() {
    String info = "OSRELEASE=6.1.0\nBUILD-ID=" + CRASHED + "\nSYMBOL(_stext)=ffffffff81000000\n";
    return Dumps.of(List.of(new KdumpBuilder(MemoryImage.dense()).vmcoreInfo(info).build()));
  }

  @Test
  void aVmlinuxOfAnotherBuildIsRefusedWithBothBuildIds() {
    Kernels kernels = Kernels.withModules(kernel -> null);

    DebugInfoMismatch refusal =
        assertThrows(DebugInfoMismatch.class, () -> kernels.open(dump(), new ImageOf(OTHER)));

    assertThat(refusal.getMessage(), allOf(containsString(CRASHED), containsString(OTHER)));
  }

  @Test
  void forcedTheBuildIdsDoNotMatter() {
    Kernels kernels = Kernels.withModules(kernel -> null);

    Fault forced =
        assertThrows(Fault.class, () -> kernels.forced().open(dump(), new ImageOf(OTHER)));
    Fault fitting = assertThrows(Fault.class, () -> kernels.open(dump(), new ImageOf(CRASHED)));

    assertThat(forced, is(not(instanceOf(DebugInfoMismatch.class))));
    assertThat(forced.what(), is(fitting.what()));
  }
}
