package org.vmcore.emit.sys.kernel;

import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vmcore.emit.Emits;
import org.vmcore.emit.EmitsMany;
import org.vmcore.emit.Enumerates;
import org.vmcore.emit.Enumerator;
import org.vmcore.emit.Key;
import org.vmcore.emit.NotReconstructable;
import org.vmcore.emit.Text;
import org.vmcore.emit.sys.ShowTable;
import org.vmcore.emit.sys.SysfsFile;
import org.vmcore.kernel.kernfs.KernfsNode;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** {@code /sys/kernel}, {@code kernel/ksysfs.c}, and what other parts of the kernel add to it. */
final class KernelFiles {
  private static final int NOTE_HEAD_BYTES = 12; // struct elf_note
  private static final int NOTE_NAME_BYTES = 12; // "VMCOREINFO" with its NUL, aligned
  private static final int MAX_NOTES_BYTES = 1 << 20;

  private static final ShowTable<Program> KEXEC =
      new ShowTable<Program>()
          .flag("loaded", kernel -> isLoaded(kernel, "kexec_image"))
          .flag("crash_loaded", kernel -> isLoaded(kernel, "kexec_crash_image"))
          .number("crash_size", KernelFiles::crashSizeBytes);

  private static final ShowTable<Program> FILES =
      new ShowTable<Program>()
          .flag("kexec_loaded", kernel -> isLoaded(kernel, "kexec_image"))
          .flag("kexec_crash_loaded", kernel -> isLoaded(kernel, "kexec_crash_image"))
          .number("kexec_crash_size", KernelFiles::crashSizeBytes)
          .number("fscaps", kernel -> number(kernel, "file_caps_enabled"))
          .number("profiling", kernel -> number(kernel, "prof_on"))
          .number("rcu_expedited", kernel -> number(kernel, "rcu_expedited"))
          .number("rcu_normal", kernel -> number(kernel, "rcu_normal"))
          .unsigned("uevent_seqnum", kernel -> number(kernel, "uevent_seqnum"))
          .text("uevent_helper", kernel -> kernel.symbol("uevent_helper").asString())
          .number("address_bits", kernel -> kernel.pointerSizeBytes() * Byte.SIZE)
          .text("cpu_byteorder", KernelFiles::byteOrder)
          .add("vmcoreinfo", KernelFiles::vmcoreinfo)
          .number("warn_count", kernel -> number(kernel, "warn_count"))
          .number("oops_count", kernel -> number(kernel, "oops_count"))
          .number("hardlockup_count", kernel -> number(kernel, "hardlockup_count"))
          .number("softlockup_count", kernel -> number(kernel, "softlockup_count"))
          .number("rcu_stall_count", kernel -> number(kernel, "rcu_stall_count"))
          .text("realtime", kernel -> "1");

  @EmitsMany(path = "sys/kernel/{name}", each = Files.class)
  void file(Program kernel, SysfsFile<Program> file, Text out) {
    file.show(out);
  }

  @EmitsMany(path = "sys/kernel/kexec/{kexec}", each = KexecFiles.class)
  void kexecFile(Program kernel, SysfsFile<Program> file, Text out) {
    file.show(out);
  }

  /** {@code notes_read()}: the notes of the kernel's image, its build-id among them. */
  @Emits(value = "sys/kernel/notes", needs = "__start_notes")
  void notes(Program kernel, Text out) {
    long start = kernel.address("__start_notes");
    long sizeBytes = kernel.address("__stop_notes") - start;
    if (sizeBytes < 0 || sizeBytes > MAX_NOTES_BYTES) {
      throw new NotReconstructable("absurd size of the notes: " + sizeBytes);
    }
    out.raw(kernel.memory().read(start, (int) sizeBytes));
  }

  /** A plain number, or an {@code atomic_t} or {@code atomic64_t}. */
  private static long number(Program kernel, String variable) {
    Value value = kernel.symbol(variable);
    return value.has("counter") ? value.field("counter").asLong() : value.asLong();
  }

  private static boolean isLoaded(Program kernel, String image) {
    return !kernel.symbol(image).isNull();
  }

  /** {@code crash_get_memory_size()}: nothing is reserved where start and end are the same. */
  private static long crashSizeBytes(Program kernel) {
    Value reserved = kernel.symbol("crashk_res");
    long start = reserved.field("start").asLong();
    long end = reserved.field("end").asLong();
    return start == end ? 0 : end - start + 1;
  }

  private static String byteOrder(Program kernel) {
    return kernel.memory().order() == ByteOrder.LITTLE_ENDIAN ? "little" : "big";
  }

  /** Where the note lies that dumps begin with, and its size in hexadecimal. */
  private static void vmcoreinfo(Program kernel, Text out) {
    long note = kernel.symbol("vmcoreinfo_note").asLong();
    long sizeBytes = 2L * NOTE_HEAD_BYTES + NOTE_NAME_BYTES + kernel.pageSizeBytes();
    out.line("0x%016llx %x", kernel.physical(note), sizeBytes);
  }

  /** The directory {@code /sys/kernel}. */
  private static Optional<KernfsNode> directory(Program kernel) {
    return kernel
        .findSymbol("kernel_kobj")
        .filter(pointer -> !pointer.isNull())
        .flatMap(pointer -> KernfsNode.ofKobject(pointer.deref()));
  }

  /** Files of {@code /sys/kernel} itself that are known. */
  @Enumerates("name")
  static final class Files implements Enumerator<SysfsFile<Program>> {
    @Override
    public List<Key<SysfsFile<Program>>> keys(Program kernel) {
      List<Key<SysfsFile<Program>>> keys = new ArrayList<>();
      directory(kernel).ifPresent(node -> FILES.addKeys(keys, List.of(), node, kernel));
      return keys;
    }
  }

  /** Files of {@code /sys/kernel/kexec}, where they moved in 6.19. */
  @Enumerates("kexec")
  static final class KexecFiles implements Enumerator<SysfsFile<Program>> {
    @Override
    public List<Key<SysfsFile<Program>>> keys(Program kernel) {
      List<Key<SysfsFile<Program>>> keys = new ArrayList<>();
      directory(kernel).stream()
          .flatMap(node -> node.children().stream())
          .filter(node -> node.isDirectory() && node.name().equals("kexec"))
          .forEach(node -> KEXEC.addKeys(keys, List.of(), node, kernel));
      return keys;
    }
  }
}
