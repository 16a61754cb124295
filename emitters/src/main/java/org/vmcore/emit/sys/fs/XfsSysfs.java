package org.vmcore.emit.sys.fs;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.vmcore.dump.MemoryFault;
import org.vmcore.emit.EmitsMany;
import org.vmcore.emit.Enumerates;
import org.vmcore.emit.Enumerator;
import org.vmcore.emit.Key;
import org.vmcore.emit.Text;
import org.vmcore.kernel.fs.SuperBlock;
import org.vmcore.kernel.fs.SuperBlocks;
import org.vmcore.kernel.time.Hz;
import org.vmcore.model.NoSuchType;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** The log and what xfs does about errors, {@code fs/xfs/xfs_sysfs.c}. */
final class XfsSysfs {
  private static final String[] ERRORS = {"default", "EIO", "ENOSPC", "ENODEV"};
  private static final int RETRY_FOREVER = -1; // XFS_ERR_RETRY_FOREVER, fs/xfs/xfs_mount.h

  /** Which files there are and what stands in each, by device and path. */
  @Enumerates({"dev", "path"})
  public static final class Attributes implements Enumerator<String> {
    @Override
    public List<Key<String>> keys(Program kernel) {
      List<Key<String>> keys = new ArrayList<>();
      for (SuperBlock superBlock : SuperBlocks.xfs(kernel)) {
        texts(superBlock).forEach((path, text) -> keys.add(Key.of(superBlock.id(), path, text)));
      }
      return keys;
    }

    /** None of a module without types, or of a file system that went away. */
    private static Map<String, String> texts(SuperBlock superBlock) {
      try {
        return XfsSysfs.texts(superBlock.fsInfo("struct xfs_mount"));
      } catch (NoSuchType | MemoryFault unknown) {
        return Map.of();
      }
    }
  }

  @EmitsMany(path = "sys/fs/xfs/{dev}/{path*}", each = Attributes.class)
  void attribute(Program kernel, String text, Text out) {
    out.raw(text + "\n");
  }

  private static Map<String, String> texts(Value mount) {
    Map<String, String> texts = new LinkedHashMap<>();
    texts.put("error/fail_at_unmount", mount.field("m_fail_unmount").asBoolean() ? "1" : "0");
    for (int i = 0; i < ERRORS.length; i++) {
      Value config = config(mount.field("m_error_cfg"), i);
      String directory = "error/metadata/" + ERRORS[i] + "/";
      texts.put(directory + "max_retries", Long.toString(config.field("max_retries").asLong()));
      long timeout = config.field("retry_timeout").asLong();
      long seconds = timeout == RETRY_FOREVER ? timeout : timeout / Hz.of(mount.program());
      texts.put(directory + "retry_timeout_seconds", Long.toString(seconds));
    }
    Value log = mount.field("m_log").deref();
    long head =
        log.field("l_curr_cycle").asLong() << Integer.SIZE
            | log.field("l_curr_block").asLong() & 0xffffffffL;
    texts.put("log/log_head_lsn", pair(head));
    texts.put("log/log_tail_lsn", pair(log.at("l_tail_lsn.counter").asLong()));
    boolean bytes =
        log.field("l_reserve_head").has("grant.counter")
            && mount.program().findAddress("reserve_grant_head_bytes_show").isPresent();
    for (String kind : new String[] {"reserve", "write"}) {
      long grant = log.field("l_" + kind + "_head").at("grant.counter").asLong();
      // A cycle and a place in the log until 6.11, then bytes.
      texts.put(
          "log/" + kind + (bytes ? "_grant_head_bytes" : "_grant_head"),
          bytes ? Long.toString(grant) : pair(grant));
    }
    return texts;
  }

  /** Of the one class of errors there is; BTF tells such an array as one of a single dimension. */
  private static Value config(Value configs, int error) {
    Value first = configs.index(0);
    return first.has("max_retries") ? configs.index(error) : first.index(error);
  }

  /** A cycle and what follows it: a block or a byte. */
  private static String pair(long number) {
    return (number >>> Integer.SIZE) + ":" + (number & 0xffffffffL);
  }
}
