package org.vmcore.kernel.mm;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.vmcore.kernel.fs.DPath;
import org.vmcore.kernel.fs.DeviceNumber;
import org.vmcore.kernel.fs.SeqEscape;
import org.vmcore.kernel.fs.SuperBlock;
import org.vmcore.kernel.task.MmCounters;
import org.vmcore.model.MemberVariants;
import org.vmcore.model.Program;
import org.vmcore.model.Value;
import org.vmcore.paging.PageTableEntry;

/**
 * A {@code struct vm_area_struct}: a range of a process's addresses, {@code fs/proc/task_mmu.c}.
 */
public final class VmArea {
  // include/linux/mm.h
  public static final long VM_READ = 1;
  public static final long VM_WRITE = 1 << 1;
  public static final long VM_EXEC = 1 << 2;
  public static final long VM_SHARED = 1 << 3;
  public static final long VM_MAYSHARE = 1 << 7;
  public static final long VM_PFNMAP = 1 << 10;
  public static final long VM_LOCKED = 1 << 13;
  public static final long VM_HUGETLB = 1 << 22;
  public static final long VM_MERGEABLE = 1L << 31;

  private static final Set<String> SHMEM = Set.of("tmpfs", "devtmpfs");
  private static final long FMODE_BACKING = 1 << 25; // include/linux/fs.h

  private final Value area;
  private final Optional<Value> file;

  public VmArea(Value area) {
    this.area = area;
    Value pointer = area.field("vm_file");
    this.file = pointer.isNull() ? Optional.empty() : Optional.of(pointer.deref());
  }

  /**
   * The areas of a process by address.
   *
   * @param mm the {@code struct mm_struct}
   */
  public static List<VmArea> of(Value mm) {
    return new MmCounters(mm).areas().stream().map(VmArea::new).toList();
  }

  /** The {@code struct vm_area_struct}. */
  public Value value() {
    return area;
  }

  public long start() {
    return area.field("vm_start").asLong();
  }

  public long end() {
    return area.field("vm_end").asLong();
  }

  /** {@code VM_*} bits. */
  public long flags() {
    return MemberVariants.first(area, "vm_flags", "__vm_flags").asLong();
  }

  public boolean has(long flag) {
    return (flags() & flag) != 0;
  }

  /** The mapped {@code struct file}. */
  public Optional<Value> file() {
    return file;
  }

  /** Where in the file it begins. */
  public long offsetBytes() {
    return file.isEmpty() ? 0 : area.field("vm_pgoff").asLong() << area.program().pageShift();
  }

  /**
   * {@code file_user_inode()}: what the program opened, if another file stands behind it (6.8+).
   */
  public Optional<Value> inode() {
    Optional<Value> userPath = file.flatMap(VmArea::userPath);
    return userPath.isPresent()
        ? userPath.map(path -> path.field("dentry").field("d_inode").deref())
        : file.map(mapped -> mapped.field("f_inode").deref());
  }

  /** Device of the file's file system; 0:0 without a file. */
  public DeviceNumber device() {
    return inode()
        .map(inode -> DeviceNumber.of(inode.field("i_sb").field("s_dev")))
        .orElse(new DeviceNumber(0, 0));
  }

  private static Optional<Value> userPath(Value file) {
    Program kernel = file.program();
    boolean backing = (file.field("f_mode").asLong() & FMODE_BACKING) != 0;
    return backing && kernel.hasMember("struct backing_file", "user_path")
        ? Optional.of(file.containerOf("struct backing_file", "file").field("user_path"))
        : Optional.empty();
  }

  /** The file's inode where {@code tmpfs} keeps it in memory: {@code shmem_mapping()}. */
  Optional<Value> shmemInode() {
    return file.map(mapped -> mapped.field("f_inode").deref())
        .filter(inode -> SHMEM.contains(inode.at("i_sb.s_type.name").asString()));
  }

  /**
   * {@code walk_page_vma()}: what the page tables say of the area; nothing of one that maps a
   * device's memory, or that no process has for itself.
   *
   * @throws org.vmcore.dump.MemoryFault when a table cannot be read, or makes no sense
   */
  public void forEachEntry(Consumer<PageTableEntry> visitor) {
    Value mm = area.field("vm_mm");
    if (!has(VM_PFNMAP) && !mm.isNull()) {
      area.program().forEachUserEntry(mm.field("pgd").asLong(), start(), end() - 1, visitor);
    }
  }

  /** {@code vma_kernel_pagesize()}. */
  public long kernelPageSizeBytes() {
    int pageShift = area.program().pageShift();
    if (!has(VM_HUGETLB) || file.isEmpty()) {
      return 1L << pageShift;
    }
    Value info =
        file.get().at("f_inode.i_sb.s_fs_info").cast("struct hugetlbfs_sb_info *").field("hstate");
    return 1L << pageShift + info.field("order").asInt();
  }

  /** Whether it holds the heap: {@code vma_is_initial_heap()}. */
  public boolean isHeap() {
    Value mm = area.field("vm_mm");
    return Long.compareUnsigned(start(), mm.field("brk").asLong()) < 0
        && Long.compareUnsigned(end(), mm.field("start_brk").asLong()) > 0;
  }

  /** Whether it holds the first thread's stack: {@code vma_is_initial_stack()}. */
  public boolean isStack() {
    long stack = area.field("vm_mm").field("start_stack").asLong();
    return Long.compareUnsigned(start(), stack) <= 0 && Long.compareUnsigned(end(), stack) >= 0;
  }

  /** {@code get_vma_name()}: the file's name, or what the area is for; empty for plain memory. */
  public String name() {
    Optional<String> given = givenName();
    if (file.isPresent()) {
      return given.map(name -> "[anon_shmem:" + name + "]").orElseGet(() -> path(file.get(), "\n"));
    }
    String special = specialName();
    if (!special.isEmpty()) {
      return special;
    }
    if (area.field("vm_mm").isNull()) {
      return "[vdso]";
    }
    if (isHeap()) {
      return "[heap]";
    }
    if (isStack()) {
      return "[stack]";
    }
    return given.map(name -> "[anon:" + name + "]").orElse("");
  }

  /**
   * Path of the mapped file; empty without one.
   *
   * @param escaped characters that must not stand in it
   */
  public Optional<String> path(String escaped) {
    return file.map(mapped -> path(mapped, escaped));
  }

  private static String path(Value file, String escaped) {
    Value path = userPath(file).orElse(file.field("f_path"));
    return SeqEscape.escape(DPath.of(file.program()).of(path), escaped);
  }

  /** What {@code vm_ops->name()} says. */
  private String specialName() {
    Value operations = area.field("vm_ops");
    if (operations.isNull()) {
      return "";
    }
    return switch (SuperBlock.functionName(operations.field("name"))) {
      case "special_mapping_name" ->
          area.field("vm_private_data")
              .cast("struct vm_special_mapping *")
              .field("name")
              .asString();
      case "gate_vma_name" -> "[vsyscall]";
      default -> "";
    };
  }

  /** {@code anon_vma_name()}, 5.17+; those of files since 6.2, when it got a place of its own. */
  private Optional<String> givenName() {
    if (!area.has("anon_name")) {
      return Optional.empty();
    }
    Program kernel = area.program();
    long inside =
        kernel.offsetOf("struct vm_area_struct", "anon_name")
            - kernel.offsetOf("struct vm_area_struct", "shared");
    boolean shared = inside >= 0 && inside < area.field("shared").type().sizeBytes();
    Value name = area.field("anon_name");
    return shared && file.isPresent() || name.isNull()
        ? Optional.empty()
        : Optional.of(name.field("name").asString());
  }
}
