package org.vmcore.kernel.fs;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.vmcore.kernel.config.RodataStrings;
import org.vmcore.kernel.cpu.CpuMask;
import org.vmcore.kernel.list.HList;
import org.vmcore.kernel.list.ListHead;
import org.vmcore.kernel.percpu.PerCpu;
import org.vmcore.model.Malformed;
import org.vmcore.model.MemberVariants;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/**
 * A {@code struct file_lock}, {@code include/linux/filelock.h}, held or waited for. Its common part
 * is {@code struct file_lock_core} since 6.9.
 */
public final class FileLock {
  /** {@code F_WRLCK} and {@code F_RDLCK}, include/uapi/asm-generic/fcntl.h. */
  public static final int F_RDLCK = 0;

  public static final int F_WRLCK = 1;
  private static final int F_UNLCK = 2;
  private static final long OFFSET_MAX = Long.MAX_VALUE;
  private static final int FL_POSIX = 1; // include/linux/filelock.h
  private static final int FL_FLOCK = 2;
  private static final int FL_DELEG = 4;
  private static final int FL_ACCESS = 8;
  private static final int FL_LEASE = 32;
  private static final int FL_DOWNGRADE_PENDING = 256;
  private static final int FL_UNLOCK_PENDING = 512;
  private static final int FL_OFDLCK = 1024;
  private static final int FL_LAYOUT = 2048;
  private static final String CORE = "struct file_lock_core";
  private static final String LOCK = "struct file_lock";
  private static final int MAX_DEPTH = 4096;

  private final Value lock;

  /**
   * @param lock a {@code struct file_lock_core}, or a {@code struct file_lock} before 6.9
   */
  private FileLock(Value lock) {
    this.lock = lock;
  }

  /**
   * A line of {@code /proc/locks}.
   *
   * @param id number of the lock; those who wait for it have the same
   * @param level 0 for a lock, more for who waits for it
   */
  public record Listed(long id, int level, FileLock lock) {}

  /** All locks of the machine as {@code locks_show()} goes through them, found once. */
  public static List<Listed> all(Program kernel) {
    return kernel.computed(FileLock.class, FileLock::find);
  }

  private static List<Listed> find(Program kernel) {
    List<Listed> all = new ArrayList<>();
    boolean asTree = !RodataStrings.of(kernel).has("\0%lld:%s \0"); // 5.11+ shows who waits behind
    long id = 0;
    for (int cpu : CpuMask.possible(kernel).stream().toArray()) {
      Value head = PerCpu.of(kernel).variable("file_lock_list", cpu);
      for (FileLock lock : linked(MemberVariants.find(head, "hlist").orElse(head))) {
        id++;
        if (lock.pid() != 0) {
          all.add(new Listed(id, 0, lock));
          addWaiting(lock, id, 1, asTree ? MAX_DEPTH : 1, new HashSet<>(), all);
        }
      }
    }
    return List.copyOf(all);
  }

  private static List<FileLock> linked(Value head) {
    Program kernel = head.program();
    List<Value> entries =
        hasCore(kernel)
            ? HList.forEachEntry(head, CORE, "flc_link")
            : HList.forEachEntry(head, LOCK, "fl_link");
    return entries.stream().map(FileLock::new).toList();
  }

  private static boolean hasCore(Program kernel) {
    return kernel.hasType(CORE);
  }

  private static void addWaiting(
      FileLock lock, long id, int level, int maxLevel, Set<Long> seen, List<Listed> all) {
    if (level > MAX_DEPTH || !seen.add(lock.lock.address())) {
      throw new Malformed("locks wait for each other", LOCK, lock.lock.address());
    }
    for (FileLock waiting : lock.waiting()) {
      all.add(new Listed(id, level, waiting));
      if (level < maxLevel) {
        addWaiting(waiting, id, level + 1, maxLevel, seen, all);
      }
    }
  }

  /** Those blocked by this one; only the one that holds, before 5.0. */
  private List<FileLock> waiting() {
    Program kernel = lock.program();
    if (hasCore(kernel)) {
      return entries(lock.field("flc_blocked_requests"), "flc_blocked_member");
    }
    return lock.has("fl_blocked_requests")
        ? entries(lock.field("fl_blocked_requests"), "fl_blocked_member")
        : entries(lock.field("fl_block"), "fl_block");
  }

  private static List<FileLock> entries(Value head, String member) {
    String type = hasCore(head.program()) ? CORE : LOCK;
    return ListHead.forEachEntry(head, type, member).stream().map(FileLock::new).toList();
  }

  /** The locks of a file's inode that {@code fdinfo} shows: of this file or this process. */
  public static List<FileLock> of(OpenFile open) {
    Value inode = open.file().field("f_inode");
    Value context = inode.field("i_flctx");
    List<FileLock> locks = new ArrayList<>();
    if (context.isNull()) {
      return locks;
    }
    boolean core = hasCore(open.file().program());
    for (String list : List.of("flc_flock", "flc_posix", "flc_lease")) {
      for (FileLock lock : entries(context.field(list), core ? "flc_list" : "fl_list")) {
        long owner = MemberVariants.first(lock.lock, "flc_owner", "fl_owner").asLong();
        boolean own = owner == open.table().address() || owner == open.file().address();
        if (lock.file().asLong() == open.file().address() && own) {
          locks.add(lock);
        }
      }
    }
    return locks;
  }

  private int flags() {
    return MemberVariants.first(lock, "flc_flags", "fl_flags").asInt();
  }

  private boolean isAny(int flags) {
    return (flags() & flags) != 0;
  }

  /** The {@code struct file} it was made on, or NULL. */
  public Value file() {
    return MemberVariants.first(lock, "flc_file", "fl_file");
  }

  /** {@code locks_translate_pid()} for the first PID namespace: -1 for locks of open files. */
  public int pid() {
    return isAny(FL_OFDLCK) ? -1 : MemberVariants.first(lock, "flc_pid", "fl_pid").asInt();
  }

  public boolean isPosix() {
    return isAny(FL_POSIX);
  }

  public boolean isLease() {
    return isAny(FL_LEASE | FL_DELEG | FL_LAYOUT);
  }

  /** The file is gone from the lock, or never was. */
  public boolean hasFile() {
    return !file().isNull();
  }

  /** The {@code struct inode}; there is one where there is a file. */
  public Value inode() {
    return file().field("f_inode").deref();
  }

  /** {@code POSIX}, {@code OFDLCK}, {@code FLOCK}, {@code LEASE}. */
  public String kind() {
    if (isPosix()) {
      return isAny(FL_ACCESS) ? "ACCESS" : isAny(FL_OFDLCK) ? "OFDLCK" : "POSIX";
    }
    if (isAny(FL_FLOCK)) {
      return "FLOCK";
    }
    return isLease() ? isAny(FL_DELEG) ? "DELEG" : "LEASE" : "UNKNOWN";
  }

  /** {@code lease_breaking()}. */
  public boolean isBreaking() {
    return isAny(FL_UNLOCK_PENDING | FL_DOWNGRADE_PENDING);
  }

  /** {@code F_RDLCK}, {@code F_WRLCK} or {@code F_UNLCK}; of a lease, what it is to become. */
  public int type() {
    if (isLease() && isBreaking()) {
      return isAny(FL_UNLOCK_PENDING) ? F_UNLCK : F_RDLCK;
    }
    return MemberVariants.first(lock, "flc_type", "fl_type").asInt();
  }

  private Value whole() {
    return hasCore(lock.program()) ? lock.containerOf(LOCK, "c") : lock;
  }

  /** First byte, of a POSIX lock; others cover the file. */
  public long start() {
    return isPosix() ? whole().field("fl_start").asLong() : 0;
  }

  /** Last byte; the largest number for all that follow. */
  public long end() {
    return isPosix() ? whole().field("fl_end").asLong() : OFFSET_MAX;
  }

  public boolean isToEnd() {
    return end() == OFFSET_MAX;
  }
}
