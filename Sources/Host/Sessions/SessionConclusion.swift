import Engine

/// The work at a session's end: store the samples or search, tell the client, note the outcome.
struct SessionConclusion: Sendable {
  let recognizer: Recognizer
  let enroller: Enroller
  let results: ResultSealer
  let records: SessionStore
  let registry: SessionRegistry
  let lockouts: Lockouts
  let log: any EventLog
  let now: WallClock

  /// Does the concluding work and ends the session with it.
  func conclude(_ session: LiveSession, _ work: SessionMachine.Work) async {
    let started = ContinuousClock.now
    do {
      // Sessions that were created side by side must not all have their try.
      try await lockouts.check(session.subjects, tenant: session.tenant)
    } catch {
      session.withMachine { $0.fail() }
      return await finish(session, problem: Problem(error) ?? .internalError, started: started)
    }
    do {
      switch work {
      case .enroll(let user, let samples): try await enroll(session, user, samples)
      case .verify(let user, let samples):
        let decision = try await recognizer.verify(
          try Self.probe(samples), user: user, tenant: session.tenant, settings: session.recognition)
        // The user's last face may have been deleted since the session began.
        session.withMachine { $0.conclude(decision?.verdict ?? .unknown) }
        await finish(session, decision: decision, started: started)
      case .identify(let samples):
        let decision = try await recognizer.identify(
          try Self.probe(samples), tenant: session.tenant, settings: session.recognition,
          limit: session.recognition.candidates)
        session.withMachine { $0.conclude(decision.verdict) }
        await finish(session, decision: decision, started: started)
      }
    } catch {
      log.write(
        .error, component: "recognition", event: "session_conclusion_failed",
        ["session_id": session.id, "client_id": session.tenant.rawValue, "reason": "\(error)"])
      session.withMachine { $0.fail() }
      await finish(session, problem: Problem(error), started: started)
    }
  }

  private func enroll(_ session: LiveSession, _ user: PersonID, _ samples: [SessionMachine.Sample]) async throws {
    let started = ContinuousClock.now
    do {
      let enrolled = try await enroller.enroll(
        samples.map { Enroller.Sample(embedding: $0.embedding, quality: $0.quality) }, as: user,
        enrollmentID: session.id, source: .session, tenant: session.tenant, settings: session.recognition)
      session.withMachine { $0.concludeEnrolled() }
      await finish(session, duplicateOf: enrolled.duplicateOf, started: started)
    } catch let duplicate as Enroller.Duplicate {
      session.withMachine { $0.fail() }
      await finish(session, duplicateOf: duplicate.of, started: started)
    }
  }

  /// Tells the client how the session ended, closes the connection and notes the outcome. Only the first call does.
  func finish(
    _ session: LiveSession, decision: RecognitionDecision? = nil, duplicateOf: PersonID? = nil,
    problem: Problem? = nil, started: ContinuousClock.Instant? = nil
  ) async {
    // The machine refuses a conclusion that it does not agree with (e.g. a match of somebody else): that is a failure.
    session.withMachine { machine in if machine.outcome == nil { machine.fail() } }
    guard let outcome = session.outcome, session.claimEnd() else { return }
    registry.ended(session)
    var ending = session.withMachine { machine in
      SessionEnding(
        outcome: outcome, samples: machine.samples.count, liveness: machine.liveness, meanQuality: machine.meanQuality,
        spoofs: machine.evidence.filter { $0.value.verdict == .spoof }.map(\.key).sorted(), decision: decision,
        duplicateOf: duplicateOf, problem: problem)
    }
    if outcome.status == .completed {
      do {
        let id = session.isEnrollment ? session.id : outcome.person?.rawValue ?? ""
        ending.encrypted = try await results.seal(
          id: id, confidence: session.isEnrollment ? nil : outcome.similarity, of: session)
      } catch {
        log.write(
          .error, component: "sessions", event: "result_not_encrypted",
          ["session_id": session.id, "reason": "\(error)"])
      }
    }
    if let socket = session.socket {
      socket.send(text: FamilyAMessages.complete(ending, in: session).bytes)
      socket.close(code: ending.closeCode, reason: ending.outcome.reason.rawValue)
    }
    await note(session, ending, started)
    do {
      try await lockouts.note(
        outcome, sawSpoof: !ending.spoofs.isEmpty, of: session.subjects, tenant: session.tenant, policy: session.lockout
      )
    } catch {
      log.write(
        .error, component: "sessions", event: "failure_not_counted",
        ["session_id": session.id, "reason": "\(error)"])
    }
  }

  private func note(_ session: LiveSession, _ ending: SessionEnding, _ started: ContinuousClock.Instant?) async {
    let outcome = ending.outcome
    var fields = [
      "client_id": session.tenant.rawValue, "session_id": session.id, "session_type": session.purpose.name,
      "reason": outcome.reason.rawValue,
    ]
    if !ending.spoofs.isEmpty { fields["spoof"] = ending.spoofs.joined(separator: ",") }
    if let similarity = outcome.similarity { fields["confidence"] = JSONValue.score(similarity).text }
    if let started {
      fields["processing_time"] = JSONValue.score(Float((ContinuousClock.now - started) / .seconds(1))).text
    }
    let event =
      switch outcome.reason {
      case .enrolled: "face_enrolled"
      case .authenticated: "face_authenticated"
      default: "session_ended"
      }
    log.write(.info, component: "sessions", event: event, fields)
    do {
      try await records.finish(
        session.id, tenant: session.tenant, status: outcome.status, reason: outcome.reason.rawValue, now: now())
    } catch {
      log.write(
        .error, component: "sessions", event: "session_not_recorded",
        ["session_id": session.id, "reason": "\(error)"])
    }
  }

  private static func probe(_ samples: [SessionMachine.Sample]) throws -> Embedding {
    guard let probe = SessionMachine.probe(from: samples) else {
      throw ComponentError.failed("the samples have no common direction")
    }
    return probe
  }
}
