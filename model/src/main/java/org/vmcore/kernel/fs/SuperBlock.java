package org.vmcore.kernel.fs;

import org.vmcore.model.Program;
import org.vmcore.model.SymbolAt;
import org.vmcore.model.Value;

/** A {@code struct super_block}, {@code include/linux/fs.h}: a file system in use. */
public final class SuperBlock {
  private static final long SB_RDONLY = 1; // include/linux/fs.h
  private static final long SB_SYNCHRONOUS = 1 << 4;
  private static final long SB_MANDLOCK = 1 << 6;
  private static final long SB_DIRSYNC = 1 << 7;
  private static final long SB_LAZYTIME = 1 << 25;

  private final Value superBlock;

  /**
   * @param superBlock the {@code struct super_block}, or a pointer to it that is not NULL
   */
  public SuperBlock(Value superBlock) {
    this.superBlock = superBlock.type().asStruct().isPresent() ? superBlock : superBlock.deref();
  }

  /** The {@code struct super_block}. */
  public Value value() {
    return superBlock;
  }

  public Program kernel() {
    return superBlock.program();
  }

  /** {@code s_dev}. */
  public DeviceNumber device() {
    return DeviceNumber.of(superBlock.field("s_dev"));
  }

  /** Name of the {@code file_system_type}: {@code ext4}. */
  public String typeName() {
    return superBlock.field("s_type").field("name").asString();
  }

  /** The type as mounts show it: with the subtype of those that have several ({@code fuse.x}). */
  public String shownType() {
    Value subtype = superBlock.field("s_subtype");
    return SeqEscape.mangle(kernel(), typeName())
        + (subtype.isNull() ? "" : "." + SeqEscape.mangle(kernel(), subtype.asString()));
  }

  /** {@code s_id}: name of the block device, else of the type. */
  public String id() {
    return superBlock.field("s_id").asString();
  }

  /** {@code s_flags}: {@code SB_*} bits. */
  public long flags() {
    return superBlock.field("s_flags").asLong();
  }

  /** {@code sb_rdonly()}. */
  public boolean isReadOnly() {
    return (flags() & SB_RDONLY) != 0;
  }

  /** What the file system's own code keeps: {@code fsInfo("struct ext4_sb_info")}. */
  public Value fsInfo(String type) {
    return superBlock.field("s_fs_info").cast(type + " *").deref();
  }

  /**
   * Name of the function that the file system has for an operation of {@code struct
   * super_operations}: {@code shmem_statfs}. Empty when it has none.
   */
  public String operation(String member) {
    Value operations = superBlock.field("s_op");
    if (operations.isNull() || !operations.has(member)) {
      return "";
    }
    return functionName(operations.field(member));
  }

  /** Name of the function behind a pointer, without a compiler's suffix; empty for NULL. */
  public static String functionName(Value pointer) {
    if (pointer.isNull()) {
      return "";
    }
    String symbol =
        pointer.program().symbolAt(pointer.asLong()).map(SymbolAt::name).orElse("(unknown)");
    int suffix = symbol.indexOf('.');
    return suffix > 0 ? symbol.substring(0, suffix) : symbol;
  }

  /** {@code show_sb_opts()}, {@code fs/proc_namespace.c}, without the security module's. */
  public String flagOptions() {
    long flags = flags();
    return ((flags & SB_SYNCHRONOUS) != 0 ? ",sync" : "")
        + ((flags & SB_DIRSYNC) != 0 ? ",dirsync" : "")
        + ((flags & SB_MANDLOCK) != 0 ? ",mand" : "")
        + ((flags & SB_LAZYTIME) != 0 ? ",lazytime" : "");
  }
}
