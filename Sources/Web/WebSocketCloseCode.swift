/// The close codes of RFC 6455 and its registry that this layer uses; applications add their own from 4000 on.
public enum WebSocketCloseCode {
  public static let normal = 1000
  public static let goingAway = 1001
  public static let protocolError = 1002
  public static let noStatus = 1005
  public static let invalidText = 1007
  public static let policyViolation = 1008
  public static let messageTooBig = 1009
  public static let internalError = 1011
  public static let tryAgainLater = 1013
}
