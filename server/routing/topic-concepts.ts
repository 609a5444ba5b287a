/**
 * Words that mean much the same where pay or access is spoken of, so that what is learnt of one holds for the others;
 * `salar*` is every word that begins so.
 */
export const TOPIC_CONCEPTS: Readonly<Record<string, string>> = {
  wage: `
    salar* wage* pay pays paying payslip* slip slips payroll paycheck* paycheque* payday
    remunerat* earn* income stipend* honorari* net gross compensation comp money gehalt lohn
    salaire nómina`,
  extra: `
    bonus* commission* allowance* supplement* premium* differential* enhancement* increment*
    uplift per-diem diem tip tips gratuit* overtime stand-by standby on-call severance
    redundancy mileage reimburse* expense* vest equity weighting award rise raise adjustment
    retention top-up addition* fee fees holiday sick maternity parental sabbatical furlough
    notice überstunden`,
  work: `
    hour* shift* roster* rota timesheet* clocked worked sundays sunday saturday* weekend*
    night nights rate rates grade band point percentage contract* units scripts parcels flight
    days`,
  tax: `
    tax taxed taxes ni insurance pension* loan* match attachment subscription cover benefit*
    dues union sacrifice 401k`,
  take: `
    deduct* took take takes taken taking recover* clawed clawback withh* dock docked charg*
    stopped stop collect* kept seized repay* refund* overpa* reclaim*`,
  lack: `
    missing short shorted short-changed absent gone less lower fewer half halved low unpaid
    outstanding owe* owing vanish* nowhere omit* omission forgot* unsettled underpa*
    understated late delayed wait* zero nothing neither left lost losing shrunk ceased frozen
    refused discontinued forthcoming materiali* lack* overdue down bounced empty smaller`,
  wrong: `
    wrong* incorrect* error* mistake* mis-keyed miscalculat* misrecord* discrepan* odd strange
    fault* twice double differ* mismatch inaccura* unfair unlawful illegal false add-up
    instead old unauthori* falsch stimmt`,
  contest: `
    disput* contest* disagree* object* appeal* grievance* complain* correct* rectif* reverse*
    reconsider* review* investigat* challenge* settle* claim* consent* agree* promis* entitled
    assured signed authori* owed lodge re-examine adjudicat* raised explain explanation
    justif* issue unfair`,
  currency: `pound* euro* dollar* quid £ $ € gbp usd eur pence cents hundred`,
  access: `
    access account* login* log-in log-on logon log logged sign-in password* admin*
    administrator* permission* rights role roles privilege* credential* root sudo write
    elevated session user* mailbox* authoris* delegate*`,
  place: `
    door* room* gate* key keys code codes pin badge* pass card cards turnstile* safe cage
    office building site laboratory hold archive alarm* camera* recording* premises`,
  system: `
    vpn firewall port ports usb stick network wifi production prod live database server*
    ledger laptop* tablet* machine* computer* notebook software program* app binary macros
    cloud device* repo* file files data report* records matter export* print* data-set`,
  factor: `mfa 2fa authenticator token two-factor multi-factor factor beacon rotation phone-code otp`,
  rule: `
    rule* polic* approv* standard restriction* block* limit* lock* review* training course
    induction check checks form board committee panel segregation separation two-person second
    signature* compliance expired suspended procedure* requirement* need-to-know ethical
    expir* ban control* maximum delegation`,
  lift: `
    bypass* waive* exempt* exception* skip* overrid* overrul* disable* switch* turn off
    remove* lift* relax* allow* let permit* grant* unblock* unlock* whitelist* allowlist*
    without despite regardless excuse* dispens* derogat* dispensation departure departs depart
    departing open around round exclude* enable enabled non-compliant forbid* forbidden
    contrary relief anyway break-glass escape outside unsupervised`,
  keep: `
    keep* retain* leave stay stays remain* exten* prolong* permanent* indefinite* good still
    until till longer another continue* alive reinstate* renew* further unlimited pending
    former old previous`,
  share: `
    share* shared sharing same generic colleague's everyone everybody's nobody's his her their
    somebody else's both one own myself intern freelancer* contractor* consultant* supplier*
    vendor* auditor visitor* partner assistant secretary temp temps volunteer* guest* engineer`,
  brief: `
    today tonight tomorrow afternoon day once just only temporar* week weeks weekend emergency
    urgent exceptionally month months`,
  not: `
    not n't never no none neither nobody without isn't wasn't didn't haven't hasn't don't
    doesn't can't cannot won't havent`,
  mine: `i my me mine we our us i'm i've i'd`,
  yours: `you your they them he she you've they've payroll hr manager boss foreman company`,
  ask: `please kindly could can may would request* want need wish like ask* application apply`,
  query: `what when where which who whom whose how why whats`,
};
