package org.vmcore.model;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.vmcore.io.Fault;
import org.vmcore.types.StructType;
import org.vmcore.types.Type;

/** A type without a member of this name: usually a layout that is new to this tool. */
public final class NoSuchMember extends Fault {
  private static final long serialVersionUID = 1L;
  private static final int NEIGHBOURS = 3;

  public NoSuchMember(Type type, String member) {
    super("no member " + member + nearest(type, member), type.spelling(), "");
  }

  private static String nearest(Type type, String member) {
    if (!(type.resolved() instanceof StructType struct)) {
      return " (not a structure)";
    }
    List<String> names =
        struct.members().stream()
            .map(StructType.Member::name)
            .filter(name -> !name.isEmpty())
            .sorted(
                Comparator.<String>comparingInt(name -> -commonLetters(name, member))
                    .thenComparing(Comparator.naturalOrder()))
            .limit(NEIGHBOURS)
            .toList();
    return names.isEmpty() ? "" : " (nearest: " + String.join(", ", names) + ")";
  }

  /** Length of the longest run of letters that both names share. */
  private static int commonLetters(String a, String b) {
    String x = a.toLowerCase(Locale.ROOT);
    String y = b.toLowerCase(Locale.ROOT);
    int best = 0;
    for (int i = 0; i < x.length(); i++) {
      for (int j = 0; j < y.length(); j++) {
        int run = 0;
        while (i + run < x.length()
            && j + run < y.length()
            && x.charAt(i + run) == y.charAt(j + run)) {
          run++;
        }
        best = Math.max(best, run);
      }
    }
    return best;
  }
}
