/** Invites are links handed over by hand: each works once, and can be withdrawn until then. */

import { useState } from "preact/hooks";
import { day } from "../../../widget/src/paper/times";
import { api, type Member } from "../api";
import type { Seat } from "../desk/seat";
import { Copy } from "../ui/copy";
import { inWords, Show, useFetched } from "../ui/fetched";
import * as words from "../words";

const ROLES = ["agent", "lead", "owner"] as const;

interface InvitesProps {
  readonly seat: Seat;
  /** Who is on the team: whoever joins uses an invite up. */
  readonly joined: string;
}

export function Invites({ seat, joined }: InvitesProps) {
  const invites = useFetched(() => api.invites(seat.key), `invites ${seat.key}`, { mark: joined });
  const [name, setName] = useState("");
  const [role, setRole] = useState<Member["role"]>("agent");
  const [made, setMade] = useState<string | null>(null);
  const [wrong, setWrong] = useState("");
  const attempt = async (act: () => Promise<void>) => {
    try {
      await act();
      setWrong("");
    } catch (error) {
      setWrong(inWords(error));
    }
    invites.again();
  };
  const make = () => {
    if (name.trim() === "") return setWrong(words.team.needName);
    void attempt(async () => {
      const { url } = await api.invite(seat.key, name.trim(), role);
      setMade(url);
      setName("");
    });
  };
  return (
    <section class="block">
      <h2>{words.team.invites}</h2>
      <p class="quiet">{words.team.invitesHint}</p>
      <form
        class="line-form"
        onSubmit={(event) => {
          event.preventDefault();
          make();
        }}
      >
        <label>
          {words.team.name}
          <input
            class="input"
            dir="auto"
            maxLength={200}
            placeholder={words.team.namePlaceholder}
            value={name}
            aria-describedby="invite-wrong"
            onInput={(event) => setName(event.currentTarget.value)}
          />
        </label>
        <label>
          {words.team.inviteRole}
          <select
            class="input"
            value={role}
            onChange={(event) => setRole(event.currentTarget.value as Member["role"])}
          >
            {ROLES.map((one) => (
              <option key={one} value={one}>
                {words.team.roles[one]}
              </option>
            ))}
          </select>
        </label>
        <button type="submit" class="btn">
          {words.team.make}
        </button>
      </form>
      <p id="invite-wrong" class="wrong" role="alert">
        {wrong}
      </p>
      {made && (
        <div class="made">
          <p>{words.team.fresh}</p>
          <input class="input mono" readOnly value={made} aria-label={words.team.fresh} onFocus={selectAll} />
          <Copy text={made} label={words.team.copy} />
        </div>
      )}
      <Show of={invites}>
        {(all) =>
          all.length === 0 ? (
            <p class="quiet">{words.team.noInvites}</p>
          ) : (
            <ul class="members">
              {all.map((invite) => (
                <li key={invite.id}>
                  <div class="whole">
                    <p>
                      <b>
                        <bdi>{invite.name}</bdi>
                      </b>{" "}
                      <span class="quiet">{words.team.roles[invite.role]}</span>
                    </p>
                    <p class="quiet">{words.team.expires(day(invite.expires_at, Date.now() + seat.skew))}</p>
                  </div>
                  <button
                    type="button"
                    class="btn plain"
                    onClick={() => attempt(async () => void (await api.revoke(seat.key, invite.id)))}
                  >
                    {words.team.revoke}
                  </button>
                </li>
              ))}
            </ul>
          )
        }
      </Show>
    </section>
  );
}

function selectAll(event: FocusEvent): void {
  (event.currentTarget as HTMLInputElement).select();
}
