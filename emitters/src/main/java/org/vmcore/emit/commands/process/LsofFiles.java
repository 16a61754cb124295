package org.vmcore.emit.commands.process;

import java.util.List;
import java.util.stream.Collectors;
import org.vmcore.kernel.fs.DPath;
import org.vmcore.kernel.fs.DeviceNumber;
import org.vmcore.kernel.fs.EventPoll;
import org.vmcore.kernel.fs.FileLock;
import org.vmcore.kernel.fs.FileStat;
import org.vmcore.kernel.fs.OpenFile;
import org.vmcore.kernel.fs.PidFile;
import org.vmcore.kernel.fs.SuperBlock;
import org.vmcore.kernel.task.Task;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** Rows of {@code lsof} for the files of one process, as {@code dialects/linux} makes them. */
final class LsofFiles {
  private static final String ANON = "anon_inode:";
  private static final long FMODE_READ = 1; // include/linux/fs.h
  private static final long FMODE_WRITE = 2;
  private static final int MAX_POLLED = 32;
  private static final int OFFSET_DIGITS = 8;

  private final Program kernel;
  private final DPath names;
  private final int pid;

  LsofFiles(Program kernel, Task process) {
    this.kernel = kernel;
    this.names = DPath.of(kernel);
    this.pid = process.pid();
  }

  /** A directory that the process uses as its own: {@code struct path}. */
  LsofRow directory(String fd, Value path) {
    Value inode = path.field("dentry").field("d_inode").deref();
    return row(fd, ' ', names.of(path), inode, 0);
  }

  /** A {@code struct file} that has no number. */
  LsofRow file(String fd, Value file) {
    return row(fd, ' ', names.ofFile(file), file.field("f_inode").deref(), 0);
  }

  LsofRow open(OpenFile open) {
    String fd = Integer.toString(open.fd());
    char access = access(open.mode());
    Value inode = open.inode();
    if (FileStat.of(inode).type() == FileStat.S_IFSOCK) {
      return LsofSocket.row(kernel, fd, access, open.file());
    }
    String path = names.ofFile(open.file());
    if (path.startsWith(ANON)) {
      return anonymous(fd, access, path.substring(ANON.length()), open);
    }
    return row(fd, access, path, inode, open.file().field("f_pos").asLong());
  }

  private static char access(long mode) {
    return switch ((int) (mode & (FMODE_READ | FMODE_WRITE))) {
      case (int) FMODE_READ -> 'r';
      case (int) FMODE_WRITE -> 'w';
      default -> 'u';
    };
  }

  private LsofRow row(String fd, char access, String path, Value inode, long offset) {
    FileStat stat = FileStat.of(inode);
    boolean special = stat.type() == FileStat.S_IFCHR || stat.type() == FileStat.S_IFBLK;
    boolean hasOffset = special || stat.type() == FileStat.S_IFIFO;
    return new LsofRow(
        fd,
        access,
        lock(inode),
        type(stat, inode),
        device(special ? stat.special() : stat.device()),
        hasOffset ? offset(offset) : Long.toString(stat.sizeBytes()),
        Long.toUnsignedString(stat.inode()),
        name(path));
  }

  private static String type(FileStat stat, Value inode) {
    return switch (stat.type()) {
      case FileStat.S_IFREG ->
          new SuperBlock(inode.field("i_sb")).typeName().equals("mqueue") ? "PSXMQ" : "REG";
      case FileStat.S_IFDIR -> "DIR";
      case FileStat.S_IFCHR -> "CHR";
      case FileStat.S_IFBLK -> "BLK";
      case FileStat.S_IFIFO -> "FIFO";
      case FileStat.S_IFLNK -> "LINK";
      default -> {
        String digits = Integer.toOctalString(stat.type() >> 12);
        yield "0".repeat(Math.max(0, 4 - digits.length())) + digits;
      }
    };
  }

  static String device(DeviceNumber number) {
    return number.major() + "," + number.minor();
  }

  static String offset(long offset) {
    String decimal = Long.toString(offset);
    return decimal.length() > OFFSET_DIGITS ? "0x" + Long.toHexString(offset) : "0t" + decimal;
  }

  /** What no directory holds is cut at the colon: {@code pipe} of {@code pipe:[2778]}. */
  private static String name(String path) {
    int colon = path.startsWith("/") ? -1 : path.indexOf(':');
    return colon < 0 ? path : path.substring(0, colon);
  }

  /** The last lock of the process on the file: in capitals when it covers all of it. */
  private char lock(Value inode) {
    char found = ' ';
    for (FileLock.Listed listed : FileLock.all(kernel)) {
      FileLock lock = listed.lock();
      if (listed.level() == 0
          && lock.pid() == pid
          && lock.hasFile()
          && lock.inode().address() == inode.address()) {
        found = letter(lock, found);
      }
    }
    return found;
  }

  private static char letter(FileLock lock, char otherwise) {
    boolean whole = lock.start() == 0 && lock.isToEnd();
    return switch (lock.type()) {
      case FileLock.F_WRLCK -> whole ? 'W' : 'w';
      case FileLock.F_RDLCK -> whole ? 'R' : 'r';
      default -> otherwise;
    };
  }

  private static LsofRow anonymous(String fd, char access, String name, OpenFile open) {
    FileStat stat = FileStat.of(open.inode());
    String shown =
        switch (name) {
          case "[eventpoll]" -> polled(open);
          case "[eventfd]" -> eventfd(open);
          case "[pidfd]" -> "[pidfd:" + PidFile.number(open.file()) + "]";
          default -> name;
        };
    return new LsofRow(
        fd,
        access,
        ' ',
        "a_inode",
        device(stat.device()),
        "0",
        Long.toUnsignedString(stat.inode()),
        shown);
  }

  private static String polled(OpenFile open) {
    List<Value> items = EventPoll.items(open.file());
    if (items.isEmpty()) {
      return "[eventpoll]";
    }
    String numbers =
        items.stream()
            .limit(MAX_POLLED)
            .map(item -> item.at("ffd.fd").asInt())
            .sorted()
            .map(String::valueOf)
            .collect(Collectors.joining(","));
    return "[eventpoll:" + numbers + (items.size() >= MAX_POLLED ? "...]" : "]");
  }

  private static String eventfd(OpenFile open) {
    Value context = open.file().field("private_data").cast("struct eventfd_ctx *");
    return context.has("id") ? "[eventfd:" + context.field("id").asInt() + "]" : "[eventfd]";
  }
}
