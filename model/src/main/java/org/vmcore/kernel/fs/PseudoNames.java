package org.vmcore.kernel.fs;

import org.vmcore.model.Program;
import org.vmcore.model.SymbolAt;
import org.vmcore.model.Value;

/**
 * Names of files that no directory holds: their dentries' {@code d_dname()}, known by the name of
 * the function.
 */
final class PseudoNames {
  private final Program kernel;

  PseudoNames(Program kernel) {
    this.kernel = kernel;
  }

  /** The name that {@code d_dname()} makes; empty for a dentry without that function. */
  String of(Value dentry) {
    Value operations = dentry.field("d_op");
    if (operations.isNull() || operations.field("d_dname").isNull()) {
      return "";
    }
    String function =
        kernel.symbolAt(operations.field("d_dname").asLong()).map(SymbolAt::name).orElse("");
    return switch (function) {
      case "pipefs_dname" -> "pipe:[" + inode(dentry) + "]";
      case "sockfs_dname" -> "socket:[" + inode(dentry) + "]";
      case "anon_inodefs_dname" -> "anon_inode:" + Dentries.name(dentry);
      case "pidfs_dname" -> "anon_inode:[pidfd]";
      case "ns_dname" -> namespace(dentry) + ":[" + inode(dentry) + "]";
      case "dmabuffs_dname" -> "/" + Dentries.name(dentry) + ":" + dmaBuffer(dentry);
      default -> "/" + Dentries.name(dentry) + " (deleted)"; // simple_dname()
    };
  }

  private static String inode(Value dentry) {
    return Long.toUnsignedString(dentry.field("d_inode").field("i_ino").asLong());
  }

  /** {@code d_fsdata} holds the operations; since 6.9 the namespace does. */
  private String namespace(Value dentry) {
    Value own = dentry.field("d_fsdata");
    Value operations =
        kernel.hasMember("struct ns_common", "stashed")
                && kernel.hasType("struct stashed_operations")
            ? dentry.field("d_inode").field("i_private").cast("struct ns_common *").field("ops")
            : own.cast("struct proc_ns_operations *");
    return operations.field("name").asString();
  }

  /** The part of the name that the owner of the buffer gave it. */
  private String dmaBuffer(Value dentry) {
    Value name = dentry.field("d_fsdata").cast("struct dma_buf *").field("name");
    return name.isNull() ? "" : name.asString();
  }
}
