package org.vmcore.sample;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.vmcore.debuginfo.KernelImage;
import org.vmcore.debuginfo.VmlinuxFile;
import org.vmcore.debuginfo.search.DebugFolders;
import org.vmcore.dump.Dump;
import org.vmcore.dump.Dumps;
import org.vmcore.dump.ElfNote;
import org.vmcore.dump.ForwardingDump;
import org.vmcore.kernel.module.LoadedModules;
import org.vmcore.model.Kernels;
import org.vmcore.model.Program;
import org.vmcore.recovery.Recovery;

/**
 * Finds the kernel of a dump that is named when the tests are run, as if nothing said where it is.
 * In memory of a virtual machine that was taken from outside, CPUs may have run programs with page
 * tables of their own (PTI), which say nothing of the kernel at first sight.
 */
class RecoveryOfNamedDumpTest {
  private static final Kernels KERNELS = Kernels.withModules(LoadedModules::of);
  private static final int CR3_IN_QEMU_NOTE = 416;
  private static final int USER_HALF = 1 << 12; // PTI_USER_PGTABLE_BIT

  private NamedDump named;
  private Dump dump;

  @BeforeEach
  void open() {
    named = NamedDump.get();
    dump = Dumps.open(List.of(named.vmcore()));
  }

  @AfterEach
  void close() {
    if (dump != null) {
      dump.close();
    }
  }

  private static boolean isOfProgram(ElfNote note) {
    return note.name().equals("QEMU")
        && (ByteBuffer.wrap(note.descriptor())
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .getLong(CR3_IN_QEMU_NOTE)
                & USER_HALF)
            != 0;
  }

  /** The dump with the registers of those CPUs alone that ran a program. */
  private Dump withRegistersOfPrograms() {
    List<ElfNote> ofPrograms =
        dump.notes().stream().filter(RecoveryOfNamedDumpTest::isOfProgram).toList();
    assumeFalse(ofPrograms.isEmpty(), "no CPU of the dump had the page tables of a program");
    return new ForwardingDump(new HiddenVmcoreInfo(dump, true)) {
      @Override
      public List<ElfNote> notes() {
        return ofPrograms;
      }
    };
  }

  private KernelImage vmlinux() {
    return VmlinuxFile.open(named.vmlinux(), DebugFolders.NONE);
  }

  private void assertIsFound(Program kernel) {
    assertThat(
        Optional.of(kernel.symbol("init_uts_ns").at("name.nodename").asString() + "\n"),
        is(named.shown("proc/sys/kernel/hostname")));
  }

  @Test
  void byItsVmlinux() {
    assertIsFound(KERNELS.open(new HiddenVmcoreInfo(dump, true), vmlinux()));
  }

  @Test
  void withoutAVmlinux() {
    assertIsFound(KERNELS.open(Recovery.withOwnText(new HiddenVmcoreInfo(dump, false))));
  }

  @Test
  void byThePageTablesBesideThoseOfAProgram() {
    Program kernel = KERNELS.open(withRegistersOfPrograms(), vmlinux());

    assertIsFound(kernel);
    assertThat(
        kernel.dump().description().warnings(),
        hasItem(containsString("by the registers of its CPUs")));
  }

  @Test
  void byThePageTablesBesideThoseOfAProgramWithoutAVmlinux() {
    assertIsFound(KERNELS.open(withRegistersOfPrograms()));
  }
}
