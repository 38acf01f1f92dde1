/** Who comes in: inviting a phone, and withdrawing a token, which ends its pages at once. */

import { useState } from "preact/hooks";
import { t } from "../../language/language";
import { Button } from "../../parts/Button";
import { ask } from "../../wire/http";
import { useDistrict } from "../district";
import { type Fetched, useFetched } from "../fetched";
import { Answer } from "../parts/Answer";
import { type Column, DataTable } from "../parts/DataTable";
import { named } from "../words";
import { Invitation } from "./Invitation";

interface Token {
  readonly id: string;
  readonly role: string;
  readonly name: string;
  readonly station: string | null;
  readonly own: boolean;
}

interface Tokens {
  readonly tokens: readonly Token[];
}

export function AccessSection() {
  const { session } = useDistrict();
  const tokens = useFetched<Tokens>("/api/v1/tokens");
  return (
    <>
      <Invitation token={session.token} />
      <section class="part" aria-labelledby="tokens">
        <h2 id="tokens">{t("access.tokens")}</h2>
        <p class="acts">
          <Button onClick={() => void tokens.reload()}>{t("access.reload")}</Button>
        </p>
        <Answer to={tokens}>{(answer) => <TokenTable of={answer.tokens} list={tokens} />}</Answer>
      </section>
    </>
  );
}

function TokenTable({ of, list }: { readonly of: readonly Token[]; readonly list: Fetched<Tokens> }) {
  const { session, attempt, nameOf } = useDistrict();
  const [sure, choose] = useState<string | null>(null);
  const withdraw = async ({ id, name }: Token) => {
    choose(null);
    const path = `/api/v1/tokens/${encodeURIComponent(id)}`;
    await attempt(t("access.withdrawn", { name }), () => ask("DELETE", path, { token: session.token }));
    await list.reload();
  };
  const columns: Column<Token>[] = [
    { head: t("access.name"), cell: (each) => each.name },
    { head: t("access.role"), cell: (each) => named("role", each.role), picks: true },
    {
      head: t("col.station"),
      cell: (each) => (each.station === null ? "—" : `${each.station} ${nameOf(each.station)}`),
    },
    { head: t("access.id"), cell: (each) => <span class="digits">{each.id}</span>, value: ({ id }) => id },
    {
      head: t("col.act"),
      cell: (each) =>
        each.own ? (
          <span class="second">{t("access.own")}</span>
        ) : (
          <div class="acts">
            {sure === each.id ? (
              <>
                <Button kind="filled" onClick={() => void withdraw(each)}>
                  {t("access.sure", { name: each.name })}
                </Button>
                <Button onClick={() => choose(null)}>{t("drills.leave")}</Button>
              </>
            ) : (
              <Button onClick={() => choose(each.id)}>
                {t("access.withdraw")}
                <span class="unseen"> {each.name}</span>
              </Button>
            )}
          </div>
        ),
    },
  ];
  return (
    <DataTable
      caption={t("access.tokens")}
      columns={columns}
      rows={of}
      keyOf={(each) => each.id}
      empty={t("access.none")}
    />
  );
}
