package org.vmcore.emit.commands.networking;

import java.util.List;
import java.util.Optional;

/**
 * The sentences that {@code netstat -s} has for counters, {@code statistics.c} of net-tools. The
 * tables stand in the command's order, which is not everywhere that of its search: some counters
 * are never found.
 */
final class NetstatSentences {
  /** When and where a sentence is shown. */
  enum Kind {
    /** Always. */
    NUMBER,
    /** When it counts something. */
    OPTIONAL,
    /** In the histogram of messages received. */
    INPUT,
    /** In the histogram of messages sent. */
    OUTPUT,
    /** Never: it is no counter. */
    STATIC
  }

  /**
   * @param counter name of the counter
   * @param text with a place for its value; empty for what is not shown
   */
  record Sentence(String counter, String text, Kind kind) {}

  static final List<Sentence> IP =
      List.of(
          new Sentence("DefaultTTL", "Default TTL is %llu", Kind.STATIC),
          new Sentence("Forwarding", "Forwarding is %s", Kind.STATIC),
          new Sentence("ForwDatagrams", "%llu forwarded", Kind.NUMBER),
          new Sentence("FragCreates", "%llu fragments created", Kind.OPTIONAL),
          new Sentence("FragFails", "%llu outgoing packets failed fragmentation", Kind.OPTIONAL),
          new Sentence("FragOKs", "%llu outgoing packets fragmented ok", Kind.OPTIONAL),
          new Sentence("InAddrErrors", "%llu with invalid addresses", Kind.OPTIONAL),
          new Sentence("InDelivers", "%llu incoming packets delivered", Kind.NUMBER),
          new Sentence("InDiscards", "%llu incoming packets discarded", Kind.NUMBER),
          new Sentence("InHdrErrors", "%llu with invalid headers", Kind.OPTIONAL),
          new Sentence("InReceives", "%llu total packets received", Kind.NUMBER),
          new Sentence("InUnknownProtos", "%llu with unknown protocol", Kind.OPTIONAL),
          new Sentence("OutDiscards", "%llu outgoing packets dropped", Kind.OPTIONAL),
          new Sentence("OutNoRoutes", "%llu dropped because of missing route", Kind.OPTIONAL),
          new Sentence("OutRequests", "%llu requests sent out", Kind.NUMBER),
          new Sentence("ReasmFails", "%llu packet reassemblies failed", Kind.OPTIONAL),
          new Sentence("ReasmOKs", "%llu packets reassembled ok", Kind.OPTIONAL),
          new Sentence("ReasmReqds", "%llu reassemblies required", Kind.OPTIONAL),
          new Sentence("ReasmTimeout", "%llu fragments dropped after timeout", Kind.OPTIONAL));

  static final List<Sentence> IP6 =
      List.of(
          new Sentence("Ip6FragCreates", "%llu fragments created", Kind.OPTIONAL),
          new Sentence("Ip6FragFails", "%llu outgoing packets failed fragmentation", Kind.OPTIONAL),
          new Sentence("Ip6FragOKs", "%llu outgoing packets fragmented ok", Kind.OPTIONAL),
          new Sentence("Ip6InAddrErrors", "%llu with invalid addresses", Kind.OPTIONAL),
          new Sentence("Ip6InDelivers", "%llu incoming packets delivered", Kind.NUMBER),
          new Sentence("Ip6InDiscards", "%llu incoming packets discarded", Kind.NUMBER),
          new Sentence("Ip6InHdrErrors", "%llu with invalid headers", Kind.OPTIONAL),
          new Sentence("Ip6InMcastPkts", "%llu incoming multicast packets", Kind.OPTIONAL),
          new Sentence("Ip6InNoRoutes", "%llu incoming packets with no route", Kind.OPTIONAL),
          new Sentence("Ip6InReceives", "%llu total packets received", Kind.NUMBER),
          new Sentence("Ip6InTooBigErrors", "%llu with packets too big", Kind.OPTIONAL),
          new Sentence("Ip6InTruncatedPkts", "%llu with truncated packets", Kind.OPTIONAL),
          new Sentence("Ip6InUnknownProtos", "%llu with unknown protocol", Kind.OPTIONAL),
          new Sentence("Ip6OutDiscards", "%llu outgoing packets dropped", Kind.OPTIONAL),
          new Sentence("Ip6OutForwDatagrams", "%llu forwarded", Kind.NUMBER),
          new Sentence("Ip6OutMcastPkts", "%llu outgoing multicast packets", Kind.OPTIONAL),
          new Sentence("Ip6OutNoRoutes", "%llu dropped because of missing route", Kind.OPTIONAL),
          new Sentence("Ip6OutRequests", "%llu requests sent out", Kind.NUMBER),
          new Sentence("Ip6ReasmFails", "%llu packet reassemblies failed", Kind.OPTIONAL),
          new Sentence("Ip6ReasmOKs", "%llu packets reassembled ok", Kind.OPTIONAL),
          new Sentence("Ip6ReasmReqds", "%llu reassemblies required", Kind.OPTIONAL),
          new Sentence("Ip6ReasmTimeout", "%llu fragments dropped after timeout", Kind.OPTIONAL));

  static final List<Sentence> ICMP =
      List.of(
          new Sentence("InAddrMaskReps", "address mask replies: %llu", Kind.INPUT),
          new Sentence("InAddrMasks", "address mask request: %llu", Kind.INPUT),
          new Sentence("InDestUnreachs", "destination unreachable: %llu", Kind.INPUT),
          new Sentence("InEchoReps", "echo replies: %llu", Kind.INPUT),
          new Sentence("InEchos", "echo requests: %llu", Kind.INPUT),
          new Sentence("InErrors", "%llu input ICMP message failed", Kind.NUMBER),
          new Sentence("InMsgs", "%llu ICMP messages received", Kind.NUMBER),
          new Sentence("InParmProbs", "wrong parameters: %llu", Kind.INPUT),
          new Sentence("InRedirects", "redirects: %llu", Kind.INPUT),
          new Sentence("InSrcQuenchs", "source quenches: %llu", Kind.INPUT),
          new Sentence("InTimeExcds", "timeout in transit: %llu", Kind.INPUT),
          new Sentence("InTimestampReps", "timestamp reply: %llu", Kind.INPUT),
          new Sentence("InTimestamps", "timestamp request: %llu", Kind.INPUT),
          new Sentence("OutAddrMaskReps", "address mask replies: %llu", Kind.OUTPUT),
          new Sentence("OutAddrMasks", "address mask requests: %llu", Kind.OUTPUT),
          new Sentence("OutDestUnreachs", "destination unreachable: %llu", Kind.OUTPUT),
          new Sentence("OutEchoReps", "echo replies: %llu", Kind.OUTPUT),
          new Sentence("OutEchos", "echo requests: %llu", Kind.OUTPUT),
          new Sentence("OutErrors", "%llu ICMP messages failed", Kind.NUMBER),
          new Sentence("OutMsgs", "%llu ICMP messages sent", Kind.NUMBER),
          new Sentence("OutParmProbs", "wrong parameters: %llu", Kind.OUTPUT),
          new Sentence("OutRedirects", "redirect: %llu", Kind.OUTPUT),
          new Sentence("OutSrcQuenchs", "source quench: %llu", Kind.OUTPUT),
          new Sentence("OutTimeExcds", "time exceeded: %llu", Kind.OUTPUT),
          new Sentence("OutTimestampReps", "timestamp replies: %llu", Kind.OUTPUT),
          new Sentence("OutTimestamps", "timestamp requests: %llu", Kind.OUTPUT));

  static final List<Sentence> ICMP6 =
      List.of(
          new Sentence("Icmp6InDestUnreachs", "destination unreachable: %llu", Kind.INPUT),
          new Sentence("Icmp6InEchoReplies", "echo replies: %llu", Kind.INPUT),
          new Sentence("Icmp6InEchos", "echo requests: %llu", Kind.INPUT),
          new Sentence("Icmp6InErrors", "%llu input ICMP message failed", Kind.NUMBER),
          new Sentence("Icmp6InGroupMembQueries", "group member queries: %llu", Kind.INPUT),
          new Sentence("Icmp6InGroupMembReductions", "group member reductions: %llu", Kind.INPUT),
          new Sentence("Icmp6InGroupMembResponses", "group member responses: %llu", Kind.INPUT),
          new Sentence("Icmp6InMsgs", "%llu ICMP messages received", Kind.NUMBER),
          new Sentence(
              "Icmp6InNeighborAdvertisements", "neighbour advertisement: %llu", Kind.INPUT),
          new Sentence("Icmp6InNeighborSolicits", "neighbour solicits: %llu", Kind.INPUT),
          new Sentence("Icmp6InParmProblems", "parameter problem: %llu", Kind.INPUT),
          new Sentence("Icmp6InPktTooBigs", "packets too big: %llu", Kind.INPUT),
          new Sentence("Icmp6InRedirects", "redirects: %llu", Kind.INPUT),
          new Sentence("Icmp6InRouterAdvertisements", "router advertisement: %llu", Kind.INPUT),
          new Sentence("Icmp6InRouterSolicits", "router solicits: %llu", Kind.INPUT),
          new Sentence("Icmp6InTimeExcds", "received ICMPv6 time exceeded: %llu", Kind.INPUT),
          new Sentence("Icmp6OutDestUnreachs", "destination unreachable: %llu", Kind.OUTPUT),
          new Sentence("Icmp6OutEchoReplies", "echo replies: %llu", Kind.OUTPUT),
          new Sentence("Icmp6OutEchos", "echo requests: %llu", Kind.OUTPUT),
          new Sentence("Icmp6OutGroupMembQueries", "group member queries: %llu", Kind.OUTPUT),
          new Sentence("Icmp6OutGroupMembReductions", "group member reductions: %llu", Kind.OUTPUT),
          new Sentence("Icmp6OutGroupMembResponses", "group member responses: %llu", Kind.OUTPUT),
          new Sentence("Icmp6OutMsgs", "%llu ICMP messages sent", Kind.NUMBER),
          new Sentence(
              "Icmp6OutNeighborAdvertisements", "neighbor advertisements: %llu", Kind.OUTPUT),
          new Sentence("Icmp6OutNeighborSolicits", "neighbor solicits: %llu", Kind.OUTPUT),
          new Sentence("Icmp6OutParmProblems", "parameter problem: %llu", Kind.OUTPUT),
          new Sentence("Icmp6OutPktTooBigs", "packets too big: %llu", Kind.OUTPUT),
          new Sentence("Icmp6OutRedirects", "redirects: %llu", Kind.OUTPUT),
          new Sentence("Icmp6OutRouterAdvertisements ", "router advertisement: %llu", Kind.OUTPUT),
          new Sentence("Icmp6OutRouterSolicits", "router solicits: %llu", Kind.OUTPUT),
          new Sentence("Icmp6OutTimeExcds", "sent ICMPv6 time exceeded: %llu", Kind.OUTPUT));

  static final List<Sentence> TCP =
      List.of(
          new Sentence("ActiveOpens", "%llu active connection openings", Kind.NUMBER),
          new Sentence("AttemptFails", "%llu failed connection attempts", Kind.NUMBER),
          new Sentence("CurrEstab", "%llu connections established", Kind.NUMBER),
          new Sentence("EstabResets", "%llu connection resets received", Kind.NUMBER),
          new Sentence("InErrs", "%llu bad segments received", Kind.NUMBER),
          new Sentence("InSegs", "%llu segments received", Kind.NUMBER),
          new Sentence("MaxConn", "", Kind.NUMBER),
          new Sentence("OutRsts", "%llu resets sent", Kind.NUMBER),
          new Sentence("OutSegs", "%llu segments sent out", Kind.NUMBER),
          new Sentence("PassiveOpens", "%llu passive connection openings", Kind.NUMBER),
          new Sentence("RetransSegs", "%llu segments retransmitted", Kind.NUMBER),
          new Sentence("RtoAlgorithm", "RTO algorithm is %s", Kind.STATIC),
          new Sentence("RtoMax", "", Kind.NUMBER),
          new Sentence("RtoMin", "", Kind.NUMBER));

  static final List<Sentence> UDP =
      List.of(
          new Sentence("InDatagrams", "%llu packets received", Kind.NUMBER),
          new Sentence("InErrors", "%llu packet receive errors", Kind.NUMBER),
          new Sentence("NoPorts", "%llu packets to unknown port received", Kind.NUMBER),
          new Sentence("OutDatagrams", "%llu packets sent", Kind.NUMBER),
          new Sentence("RcvbufErrors", "%llu receive buffer errors", Kind.NUMBER),
          new Sentence("SndbufErrors", "%llu send buffer errors", Kind.NUMBER));

  static final List<Sentence> UDP6 =
      List.of(
          new Sentence("Udp6InDatagrams", "%llu packets received", Kind.NUMBER),
          new Sentence("Udp6InErrors", "%llu packet receive errors", Kind.NUMBER),
          new Sentence("Udp6NoPorts", "%llu packets to unknown port received", Kind.NUMBER),
          new Sentence("Udp6OutDatagrams", "%llu packets sent", Kind.NUMBER));

  static final List<Sentence> TCP_EXT =
      List.of(
          new Sentence(
              "DelayedACKLocked",
              "%llu delayed acks further delayed because of locked socket",
              Kind.OPTIONAL),
          new Sentence("DelayedACKLost", "Quick ack mode was activated %llu times", Kind.OPTIONAL),
          new Sentence("DelayedACKs", "%llu delayed acks sent", Kind.OPTIONAL),
          new Sentence(
              "EmbryonicRsts",
              "%llu resets received for embryonic SYN_RECV sockets",
              Kind.OPTIONAL),
          new Sentence("ListenDrops", "%llu SYNs to LISTEN sockets dropped", Kind.OPTIONAL),
          new Sentence(
              "ListenOverflows",
              "%llu times the listen queue of a socket overflowed",
              Kind.OPTIONAL),
          new Sentence(
              "LockDroppedIcmps",
              "%llu ICMP packets dropped because socket was locked",
              Kind.OPTIONAL),
          new Sentence(
              "OfoPruned",
              "%llu packets dropped from out-of-order queue because of socket buffer overrun",
              Kind.OPTIONAL),
          new Sentence(
              "OutOfWindowIcmps",
              "%llu ICMP packets dropped because they were out-of-window",
              Kind.OPTIONAL),
          new Sentence(
              "PAWSActive",
              "%llu active connections rejected because of time stamp",
              Kind.OPTIONAL),
          new Sentence(
              "PAWSEstab",
              "%llu packets rejected in established connections because of timestamp",
              Kind.OPTIONAL),
          new Sentence(
              "PAWSPassive",
              "%llu passive connections rejected because of time stamp",
              Kind.OPTIONAL),
          new Sentence(
              "PruneCalled",
              "%llu packets pruned from receive queue because of socket buffer overrun",
              Kind.OPTIONAL),
          new Sentence("RcvPruned", "%llu packets pruned from receive queue", Kind.OPTIONAL),
          new Sentence(
              "SockMallocOOM",
              "Ran %llu times out of system memory during packet sending",
              Kind.OPTIONAL),
          new Sentence("SyncookiesFailed", "%llu invalid SYN cookies received", Kind.OPTIONAL),
          new Sentence("SyncookiesRecv", "%llu SYN cookies received", Kind.OPTIONAL),
          new Sentence("SyncookiesSent", "%llu SYN cookies sent", Kind.OPTIONAL),
          new Sentence(
              "TCPAbortFailed", "%llu times unable to send RST due to no memory", Kind.OPTIONAL),
          new Sentence(
              "TCPAbortOnClose", "%llu connections reset due to early user close", Kind.OPTIONAL),
          new Sentence(
              "TCPAbortOnData", "%llu connections reset due to unexpected data", Kind.OPTIONAL),
          new Sentence(
              "TCPAbortOnLinger",
              "%llu connections aborted after user close in linger timeout",
              Kind.OPTIONAL),
          new Sentence(
              "TCPAbortOnMemory", "%llu connections aborted due to memory pressure", Kind.OPTIONAL),
          new Sentence(
              "TCPAbortOnSyn", "%llu connections reset due to unexpected SYN", Kind.OPTIONAL),
          new Sentence(
              "TCPAbortOnTimeout", "%llu connections aborted due to timeout", Kind.OPTIONAL),
          new Sentence(
              "TCPDirectCopyFromBacklog",
              "%llu bytes directly in process context from backlog",
              Kind.OPTIONAL),
          new Sentence(
              "TCPDirectCopyFromPrequeue",
              "%llu bytes directly received in process context from prequeue",
              Kind.OPTIONAL),
          new Sentence(
              "TCPDSACKOfoRecv", "%llu DSACKs for out of order packets received", Kind.OPTIONAL),
          new Sentence(
              "TCPDSACKOfoSent", "%llu DSACKs sent for out of order packets", Kind.OPTIONAL),
          new Sentence("TCPDSACKOldSent", "%llu DSACKs sent for old packets", Kind.OPTIONAL),
          new Sentence("TCPDSACKRecv", "%llu DSACKs received", Kind.OPTIONAL),
          new Sentence(
              "TCPDSackUndo",
              "%llu congestion window recovered without slow start using DSACK",
              Kind.OPTIONAL),
          new Sentence(
              "TCPDSACKUndo",
              "%llu congestion windows recovered without slow start by DSACK",
              Kind.OPTIONAL),
          new Sentence(
              "TCPFACKReorder", "Detected reordering %llu times using FACK", Kind.OPTIONAL),
          new Sentence("TCPFastRetrans", "%llu fast retransmits", Kind.OPTIONAL),
          new Sentence("TCPForwardRetrans", "%llu forward retransmits", Kind.OPTIONAL),
          new Sentence(
              "TCPFullUndo",
              "%llu congestion windows fully recovered without slow start",
              Kind.OPTIONAL),
          new Sentence("TCPHPAcks", "%llu predicted acknowledgments", Kind.OPTIONAL),
          new Sentence("TCPHPHits", "%llu packet headers predicted", Kind.NUMBER),
          new Sentence(
              "TCPHPHitsToUser",
              "%llu packet headers predicted and directly queued to user",
              Kind.OPTIONAL),
          new Sentence("TCPLossFailures", "%llu timeouts in loss state", Kind.OPTIONAL),
          new Sentence("TCPLoss", "%llu TCP data loss events", Kind.OPTIONAL),
          new Sentence(
              "TCPLossUndo",
              "%llu congestion windows recovered without slow start after partial ack",
              Kind.OPTIONAL),
          new Sentence("TCPLostRetransmits", "%llu retransmits lost", Kind.OPTIONAL),
          new Sentence("TCPMemoryPressures", "TCP ran low on memory %llu times", Kind.OPTIONAL),
          new Sentence(
              "TCPPartialUndo",
              "%llu congestion windows partially recovered using Hoe heuristic",
              Kind.OPTIONAL),
          new Sentence(
              "TCPPrequeued", "%llu packets directly queued to recvmsg prequeue", Kind.OPTIONAL),
          new Sentence("TCPPrequeueDropped", "%llu packets dropped from prequeue", Kind.OPTIONAL),
          new Sentence(
              "TCPPureAcks",
              "%llu acknowledgments not containing data payload received",
              Kind.OPTIONAL),
          new Sentence(
              "TCPRcvCollapsed",
              "%llu packets collapsed in receive queue due to low socket buffer",
              Kind.OPTIONAL),
          new Sentence(
              "TCPRenoFailures", "%llu timeouts after reno fast retransmit", Kind.OPTIONAL),
          new Sentence("TCPRenoRecoveryFailed", "%llu reno fast retransmits failed", Kind.OPTIONAL),
          new Sentence(
              "TCPRenoRecoveryFail", "%llu classic Reno fast retransmits failed", Kind.OPTIONAL),
          new Sentence(
              "TCPRenoRecovery",
              "%llu times recovered from packet loss due to fast retransmit",
              Kind.OPTIONAL),
          new Sentence(
              "TCPRenoReorder",
              "Detected reordering %llu times using reno fast retransmit",
              Kind.OPTIONAL),
          new Sentence("TCPSackFailures", "%llu timeouts after SACK recovery", Kind.OPTIONAL),
          new Sentence("TCPSackRecoveryFail", "%llu SACK retransmits failed", Kind.OPTIONAL),
          new Sentence(
              "TCPSackRecovery",
              "%llu times recovered from packet loss by selective acknowledgements",
              Kind.OPTIONAL),
          new Sentence("TCPSACKReneging", "%llu bad SACK blocks received", Kind.OPTIONAL),
          new Sentence(
              "TCPSACKReorder", "Detected reordering %llu times using SACK", Kind.OPTIONAL),
          new Sentence(
              "TCPSchedulerFailed",
              "%llu times receiver scheduled too late for direct processing",
              Kind.OPTIONAL),
          new Sentence("TCPSlowStartRetrans", "%llu retransmits in slow start", Kind.OPTIONAL),
          new Sentence("TCPTimeouts", "%llu other TCP timeouts", Kind.OPTIONAL),
          new Sentence(
              "TCPTSReorder", "Detected reordering %llu times using time stamp", Kind.OPTIONAL),
          new Sentence(
              "TWKilled", "%llu TCP sockets finished time wait in slow timer", Kind.OPTIONAL),
          new Sentence("TW", "%llu TCP sockets finished time wait in fast timer", Kind.OPTIONAL),
          new Sentence(
              "TWRecycled", "%llu time wait sockets recycled by time stamp", Kind.OPTIONAL));

  private NetstatSentences() {}

  /** {@code bsearch(3)}: halves the table by the names as C compares them. */
  static Optional<Sentence> find(List<Sentence> table, String counter) {
    int from = 0;
    int to = table.size();
    while (from < to) {
      int middle = (from + to) / 2;
      int order = counter.compareTo(table.get(middle).counter());
      if (order == 0) {
        return Optional.of(table.get(middle));
      }
      if (order < 0) {
        to = middle;
      } else {
        from = middle + 1;
      }
    }
    return Optional.empty();
  }
}
