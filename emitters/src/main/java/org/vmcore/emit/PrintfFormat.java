package org.vmcore.emit;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A format of C's {@code printf}, taken apart once: flags {@code - 0 + space #}, width and
 * precision (also {@code *}), conversions {@code d i u x X o c s f %}. Length modifiers mean
 * nothing here: every integer is 64 bits wide.
 */
final class PrintfFormat {
  private static final int MAX_CACHED = 4096;
  private static final Map<String, PrintfFormat> CACHE = new ConcurrentHashMap<>();
  private static final int FROM_ARGUMENT = -2;
  private static final int NONE = -1;

  private final List<Piece> pieces;

  /**
   * Literal text where {@code conversion} is 0, else one conversion.
   *
   * @param width a number, {@link #NONE}, or {@link #FROM_ARGUMENT}; so is the precision
   */
  private record Piece(
      String literal,
      char conversion,
      boolean left,
      boolean zero,
      boolean plus,
      boolean space,
      boolean alternate,
      int width,
      int precision) {
    static Piece literal(String text) {
      return new Piece(text, '\0', false, false, false, false, false, NONE, NONE);
    }
  }

  private PrintfFormat(List<Piece> pieces) {
    this.pieces = pieces;
  }

  static PrintfFormat of(String format) {
    PrintfFormat known = CACHE.get(format);
    if (known == null) {
      known = new Parser(format).parse();
      if (CACHE.size() < MAX_CACHED) {
        CACHE.put(format, known);
      }
    }
    return known;
  }

  void print(Text out, Object... arguments) {
    int next = 0;
    for (Piece piece : pieces) {
      if (piece.conversion() == 0) {
        out.raw(piece.literal());
        continue;
      }
      int width = piece.width();
      int precision = piece.precision();
      boolean left = piece.left();
      if (width == FROM_ARGUMENT) {
        width = (int) number(arguments, next++);
        left |= width < 0;
        width = Math.abs(width);
      }
      if (precision == FROM_ARGUMENT) {
        precision = (int) number(arguments, next++);
      }
      convert(out, piece, argument(arguments, next++), width, precision, left);
    }
    if (next != arguments.length) {
      throw new IllegalArgumentException(arguments.length + " arguments for " + next);
    }
  }

  private static Object argument(Object[] arguments, int index) {
    if (index >= arguments.length) {
      throw new IllegalArgumentException("no argument " + index);
    }
    return arguments[index];
  }

  private static long number(Object[] arguments, int index) {
    return ((Number) argument(arguments, index)).longValue();
  }

  private static void convert(
      Text out, Piece piece, Object argument, int width, int precision, boolean left) {
    switch (piece.conversion()) {
      case 's' -> {
        String text = String.valueOf(argument);
        pad(
            out,
            precision >= 0 && precision < text.length() ? text.substring(0, precision) : text,
            width,
            left);
      }
      case 'c' -> {
        char c = argument instanceof Number n ? (char) (n.intValue() & 0xff) : (Character) argument;
        pad(out, String.valueOf(c), width, left);
      }
      case 'f' -> {
        if (argument instanceof Double number && !Double.isFinite(number)) {
          // As glibc does; 0.0 / 0 has its sign set on x86.
          pad(out, Double.isNaN(number) ? "-nan" : number > 0 ? "inf" : "-inf", width, left);
          return;
        }
        int digits = precision < 0 ? 6 : precision;
        String text =
            new BigDecimal(argument.toString())
                .setScale(digits, RoundingMode.HALF_EVEN)
                .toPlainString();
        boolean negative = text.startsWith("-");
        signed(out, piece, negative ? text.substring(1) : text, negative, width, NONE, left);
      }
      case 'd', 'i' -> {
        long value = ((Number) argument).longValue();
        String digits = Long.toString(value);
        signed(
            out,
            piece,
            value < 0 ? digits.substring(1) : digits,
            value < 0,
            width,
            precision,
            left);
      }
      default -> unsigned(out, piece, unsignedValue(argument), width, precision, left);
    }
  }

  /** Narrow integers are zero extended: C would pass them in their own width. */
  private static long unsignedValue(Object argument) {
    if (argument instanceof Integer value) {
      return value & 0xffff_ffffL;
    }
    return ((Number) argument).longValue();
  }

  private static void unsigned(
      Text out, Piece piece, long value, int width, int precision, boolean left) {
    String digits =
        switch (piece.conversion()) {
          case 'u' -> Long.toUnsignedString(value);
          case 'o' -> Long.toOctalString(value);
          case 'X' -> Long.toHexString(value).toUpperCase(Locale.ROOT);
          default -> Long.toHexString(value);
        };
    String prefix = "";
    if (piece.alternate() && value != 0) {
      prefix = piece.conversion() == 'o' ? "0" : piece.conversion() == 'X' ? "0X" : "0x";
    }
    number(out, piece, prefix, digits, width, precision, left);
  }

  private static void signed(
      Text out,
      Piece piece,
      String digits,
      boolean negative,
      int width,
      int precision,
      boolean left) {
    String sign = negative ? "-" : piece.plus() ? "+" : piece.space() ? " " : "";
    number(out, piece, sign, digits, width, precision, left);
  }

  private static void number(
      Text out, Piece piece, String prefix, String digits, int width, int precision, boolean left) {
    int zeros = Math.max(0, precision - digits.length());
    if (precision < 0 && piece.zero() && !left) {
      zeros = Math.max(0, width - prefix.length() - digits.length());
    }
    int blanks = Math.max(0, width - prefix.length() - zeros - digits.length());
    if (!left) {
      out.append(' ', blanks);
    }
    out.raw(prefix);
    out.append('0', zeros);
    out.raw(digits);
    if (left) {
      out.append(' ', blanks);
    }
  }

  private static void pad(Text out, String text, int width, boolean left) {
    int blanks = Math.max(0, width - text.length());
    if (!left) {
      out.append(' ', blanks);
    }
    out.raw(text);
    if (left) {
      out.append(' ', blanks);
    }
  }

  /** Takes a format apart. */
  private static final class Parser {
    private final String format;
    private int at;

    Parser(String format) {
      this.format = format;
    }

    PrintfFormat parse() {
      List<Piece> pieces = new ArrayList<>();
      StringBuilder literal = new StringBuilder();
      while (at < format.length()) {
        char c = format.charAt(at++);
        if (c != '%') {
          literal.append(c);
        } else if (at < format.length() && format.charAt(at) == '%') {
          literal.append('%');
          at++;
        } else {
          if (literal.length() > 0) {
            pieces.add(Piece.literal(literal.toString()));
            literal.setLength(0);
          }
          pieces.add(conversion());
        }
      }
      if (literal.length() > 0) {
        pieces.add(Piece.literal(literal.toString()));
      }
      return new PrintfFormat(List.copyOf(pieces));
    }

    private int count() {
      if (at < format.length() && format.charAt(at) == '*') {
        at++;
        return FROM_ARGUMENT;
      }
      int from = at;
      while (at < format.length() && Character.isDigit(format.charAt(at))) {
        at++;
      }
      return at == from ? NONE : Integer.parseInt(format.substring(from, at));
    }

    private Piece conversion() {
      int from = at;
      while (at < format.length() && "-0+ #".indexOf(format.charAt(at)) >= 0) {
        at++;
      }
      String flags = format.substring(from, at);
      int width = count();
      int precision = NONE;
      if (at < format.length() && format.charAt(at) == '.') {
        at++;
        int count = count();
        precision = count == NONE ? 0 : count;
      }
      while (at < format.length() && "hlLzjtq".indexOf(format.charAt(at)) >= 0) {
        at++;
      }
      if (at == format.length() || "diuxXocsf".indexOf(format.charAt(at)) < 0) {
        throw new IllegalArgumentException("no such conversion in \"" + format + "\"");
      }
      return new Piece(
          "",
          format.charAt(at++),
          flags.contains("-"),
          flags.contains("0"),
          flags.contains("+"),
          flags.contains(" "),
          flags.contains("#"),
          width,
          precision);
    }
  }
}
