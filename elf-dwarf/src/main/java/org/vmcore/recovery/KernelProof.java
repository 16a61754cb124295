package org.vmcore.recovery;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import org.vmcore.dump.DescribedDump;
import org.vmcore.dump.Dump;
import org.vmcore.dump.MemoryFault;
import org.vmcore.dump.VmcoreInfo;
import org.vmcore.io.Unsupported;
import org.vmcore.paging.KernelAddressSpace;
import org.vmcore.paging.Memory;

/**
 * Whether the kernel that a hypothesis places is there, and is the one of the vmlinux: its banner,
 * its name, the first task and the list that begins with it must say so.
 */
final class KernelProof {
  private static final int BANNER_BYTES = 128;
  private static final int RELEASE_BYTES = 65; // __NEW_UTS_LEN + 1
  private static final int COMM_BYTES = 16; // TASK_COMM_LEN
  private static final int NR_TASKS = 8;

  private final Dump dump;
  private final LinkedKernel kernel;

  KernelProof(Dump dump, LinkedKernel kernel) {
    this.dump = dump;
    this.kernel = kernel;
  }

  /** A kernel in memory, somewhere else than it was linked. */
  private final class Running {
    private final Memory memory;
    private final long relocationBytes;

    Running(Memory memory, long relocationBytes) {
      this.memory = memory;
      this.relocationBytes = relocationBytes;
    }

    private OptionalLong address(String symbol) {
      return kernel.address(symbol, relocationBytes);
    }

    /** The banner is whole where the vmlinux has it, and begins as banners do where it has not. */
    Optional<String> release() {
      OptionalLong at = address("linux_banner");
      if (at.isEmpty()) {
        return Optional.empty();
      }
      Optional<byte[]> linked = kernel.banner();
      byte[] found = memory.read(at.getAsLong(), linked.map(b -> b.length).orElse(BANNER_BYTES));
      if (linked.isPresent() && !Arrays.equals(found, linked.get())) {
        return Optional.empty();
      }
      return Texts.release(new String(found, StandardCharsets.ISO_8859_1));
    }

    /** {@code init_uts_ns.name.release}. */
    boolean isNamed(String release) {
      OptionalLong uts = address("init_uts_ns");
      OptionalLong offset = kernel.offsetOf("uts_namespace", "name.release");
      return uts.isPresent()
          && offset.isPresent()
          && string(uts.getAsLong() + offset.getAsLong(), RELEASE_BYTES).equals(release);
    }

    boolean startsWithSwapper() {
      OptionalLong task = address("init_task");
      OptionalLong comm = kernel.offsetOf("task_struct", "comm");
      OptionalLong pid = kernel.offsetOf("task_struct", "pid");
      if (task.isEmpty() || comm.isEmpty() || pid.isEmpty()) {
        return false;
      }
      String name = string(task.getAsLong() + comm.getAsLong(), COMM_BYTES);
      return (name.equals("swapper/0") || name.equals("swapper"))
          && memory.u32(task.getAsLong() + pid.getAsLong()) == 0;
    }

    /** Tasks of {@code init_task.tasks} lead back to those they follow. */
    boolean listsTasks() {
      OptionalLong task = address("init_task");
      OptionalLong tasks = kernel.offsetOf("task_struct", "tasks");
      if (task.isEmpty() || tasks.isEmpty()) {
        return false;
      }
      long head = task.getAsLong() + tasks.getAsLong();
      long at = head;
      for (int i = 0; i < NR_TASKS; i++) {
        long next = memory.u64(at);
        if (memory.u64(next + Long.BYTES) != at) {
          return false;
        }
        at = next;
        if (at == head) {
          return true;
        }
      }
      return true;
    }

    /** A capture kernel knows where the headers of the dump are that it is to write. */
    boolean capturesADump() {
      OptionalLong at = address("elfcorehdr_addr");
      return at.isPresent() && memory.u64(at.getAsLong()) != -1; // ELFCORE_ADDR_MAX
    }

    /** {@code vmcoreinfo_data}: the whole text, where its page is in the dump. */
    Optional<VmcoreInfo> ownText() {
      OptionalLong pointer = address("vmcoreinfo_data");
      OptionalLong size = address("vmcoreinfo_size");
      if (pointer.isEmpty() || size.isEmpty()) {
        return Optional.empty();
      }
      long bytes = memory.u64(size.getAsLong());
      return bytes <= 0 || bytes > 1 << 16
          ? Optional.empty()
          : VmcoreInfoText.of(memory.read(memory.u64(pointer.getAsLong()), (int) bytes));
    }

    private String string(long address, int maxBytes) {
      byte[] text = Texts.upToNul(memory.read(address, maxBytes));
      return new String(text, StandardCharsets.ISO_8859_1);
    }
  }

  /**
   * Whether the hypothesis holds.
   *
   * @param hypothesis where the kernel's symbols and page tables are
   */
  boolean holds(VmcoreInfo hypothesis) {
    return running(hypothesis).filter(this::isProved).isPresent();
  }

  /**
   * Whether the tasks of a hypothesis that holds lead on to each other: the addresses that they
   * name are right, not only those that follow from one to the next.
   */
  boolean listsTasks(VmcoreInfo hypothesis) {
    return running(hypothesis).filter(running -> answers(running::listsTasks)).isPresent();
  }

  /** Whether the kernel of a hypothesis that holds writes a dump of another one. */
  boolean isOfCaptureKernel(VmcoreInfo hypothesis) {
    return running(hypothesis).filter(running -> answers(running::capturesADump)).isPresent();
  }

  /** What the kernel of a hypothesis that holds tells of itself, if that is in the dump. */
  Optional<VmcoreInfo> ownText(VmcoreInfo hypothesis) {
    try {
      return running(hypothesis)
          .flatMap(Running::ownText)
          .filter(text -> text.symbol("_stext").equals(hypothesis.symbol("_stext")));
    } catch (MemoryFault excluded) {
      return Optional.empty();
    }
  }

  private boolean isProved(Running running) {
    Optional<String> noted = RunningBuildId.of(running.memory, running::address);
    if (noted.isPresent()
        && kernel.buildId().isPresent()
        && !noted.get().equalsIgnoreCase(kernel.buildId().get())) {
      return false;
    }
    return answers(
        () -> {
          Optional<String> release = running.release();
          return release.isPresent()
              && running.startsWithSwapper()
              && (running.isNamed(release.get()) || running.listsTasks());
        });
  }

  /** A question about memory; what cannot be read answers nothing. */
  private static boolean answers(BooleanSupplier question) {
    try {
      return question.getAsBoolean();
    } catch (MemoryFault unreadable) {
      return false;
    }
  }

  private Optional<Running> running(VmcoreInfo hypothesis) {
    OptionalLong linked = kernel.address("_stext");
    OptionalLong placed = hypothesis.symbol("_stext");
    if (linked.isEmpty() || placed.isEmpty()) {
      return Optional.empty();
    }
    long relocationBytes = placed.getAsLong() - linked.getAsLong();
    try {
      Memory memory =
          KernelAddressSpace.of(
              new DescribedDump(dump, hypothesis, ""),
              symbol -> kernel.address(symbol, relocationBytes));
      return Optional.of(new Running(memory, relocationBytes));
    } catch (MemoryFault | Unsupported elsewhere) {
      return Optional.empty();
    }
  }
}
