package org.vmcore.sample;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How alike two texts are, from 0 to 1: the share of lines that say the same. A line that differs
 * in its numbers alone counts by how many of them are near: the machine went on between the moment
 * it was looked at and the moment it crashed.
 */
final class Likeness {
  private static final Pattern NUMBER =
      Pattern.compile("(?<![0-9A-Za-z_])[0-9]+(\\.[0-9]+)?(?![A-Za-z_])");

  /** Two numbers are near when they differ by no more than this share of the larger one. */
  private static final double NEAR = 0.05;

  private Likeness() {}

  static double of(String ours, String truth) {
    if (ours.equals(truth)) {
      return 1;
    }
    List<String> ourLines = lines(ours);
    List<String> trueLines = lines(truth);
    if (ourLines.isEmpty() || trueLines.isEmpty()) {
      return 0;
    }
    Map<String, Integer> exact = new HashMap<>();
    trueLines.forEach(line -> exact.merge(line, 1, Integer::sum));
    double alike = 0;
    List<String> rest = new ArrayList<>();
    for (String line : ourLines) {
      if (exact.merge(line, -1, Integer::sum) >= 0) {
        alike++;
      } else {
        rest.add(line);
      }
    }
    return (alike + nearLines(rest, left(trueLines, exact)))
        / Math.max(ourLines.size(), trueLines.size());
  }

  private static List<String> lines(String text) {
    return text.lines()
        .map(line -> line.strip().replaceAll("\\s+", " "))
        .filter(l -> !l.isEmpty())
        .toList();
  }

  /** True lines that no line of ours equals, in their order; {@code counts} has how many. */
  private static Map<String, Deque<String>> left(
      List<String> trueLines, Map<String, Integer> counts) {
    Map<String, Deque<String>> byShape = new HashMap<>();
    for (String line : trueLines) {
      if (counts.merge(line, -1, Integer::sum) >= 0) {
        byShape.computeIfAbsent(shape(line), s -> new ArrayDeque<>()).add(line);
      }
    }
    return byShape;
  }

  private static double nearLines(List<String> ours, Map<String, Deque<String>> truth) {
    double alike = 0;
    for (String line : ours) {
      Deque<String> same = truth.get(shape(line));
      if (same != null && !same.isEmpty()) {
        alike += nearNumbers(line, same.poll());
      }
    }
    return alike;
  }

  private static String shape(String line) {
    return NUMBER.matcher(line).replaceAll("#");
  }

  private static double nearNumbers(String ours, String truth) {
    Matcher our = NUMBER.matcher(ours);
    Matcher theirs = NUMBER.matcher(truth);
    int near = 0;
    int all = 0;
    while (our.find() && theirs.find()) {
      double a = Double.parseDouble(our.group());
      double b = Double.parseDouble(theirs.group());
      all++;
      if (Math.abs(a - b) <= NEAR * Math.max(a, b)) {
        near++;
      }
    }
    return all == 0 ? 1 : (double) near / all;
  }
}
